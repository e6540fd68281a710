"""How often a write waits for the disk: counted by strace for SQLite, by PostgreSQL itself."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import psycopg
import sqlalchemy as sa

from tests.bench.served import WRITES, Served

SYNC = re.compile(r"\bf(?:data)?sync\(")
WAITED_FOR = """
    SELECT coalesce(sum(fsyncs), 0) FROM pg_stat_io
    WHERE object = 'wal' AND backend_type = 'client backend'
"""
HOW_TO_GET_ONE = "Debian or Ubuntu, as root:  apt-get install -y strace"


def tracer(trace: Path) -> list[str]:
    """A command under which a server's syncs are written down; empty where there is no strace."""
    found = shutil.which("strace")
    if found is None:
        return []
    return [found, "-f", "--seccomp-bpf", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(trace)]


def syncs_a_write(served: Served, count: Callable[[], int], *, connections: int, seconds: float) -> float:
    """Syncs of the whole server while it answered, over the writes that it answered."""
    served.load.run(WRITES, connections=connections, seconds=1)
    before = count()
    done = served.load.run(WRITES, connections=connections, seconds=seconds).requests
    return (count() - before) / done


def counted_by_strace(trace: Path) -> Callable[[], int]:
    return lambda: len(SYNC.findall(trace.read_text()))


def counted_by_postgres(url: str) -> Callable[[], int]:
    address = sa.make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)

    def count() -> int:
        with psycopg.connect(address, autocommit=True) as connection:
            # A backend reports what it did when it next has nothing to do, within a second.
            row = connection.execute(WAITED_FOR).fetchone()
            return int(row[0]) if row else 0

    return count
