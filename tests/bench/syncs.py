"""How often a write waits for the disk: counted by strace for SQLite, by PostgreSQL itself."""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import sqlalchemy as sa

from tests.bench.served import WRITES, Served

SYNC = re.compile(r"\bf(?:data)?sync\(")
WAITED_FOR = """
    SELECT coalesce(sum(fsyncs), 0) FROM pg_stat_io
    WHERE object = 'wal' AND backend_type = 'client backend'
"""
WARM_UP_SECONDS = 2.0
# A backend with nothing to do keeps what it counted last to itself for ten seconds.
KEPT_BACK_SECONDS = 11.0
HOW_TO_GET_ONE = "Debian or Ubuntu, as root:  apt-get install -y strace"


def tracer(trace: Path) -> list[str]:
    """A command under which a server's syncs are written down; empty where there is no strace."""
    found = shutil.which("strace")
    if found is None:
        return []
    return [found, "-f", "--seccomp-bpf", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(trace)]


def syncs_a_write(
    served: Served, count: Callable[[], int], *, connections: list[int], seconds: float
) -> Iterator[tuple[int, float]]:
    """By number of connections, syncs of the whole server while it answered, over the writes it answered."""
    # What a worker does first, and the first checkpoint, belong to no write.
    served.load.run(WRITES, connections=max(connections), seconds=WARM_UP_SECONDS, stores=True)
    before = count()
    for number in connections:
        done = served.load.run(WRITES, connections=number, seconds=seconds, stores=True).requests
        after = count()
        yield number, (after - before) / done
        before = after


def counted_by_strace(trace: Path) -> Callable[[], int]:
    return lambda: len(SYNC.findall(trace.read_text()))


def counted_by_postgres(url: str) -> Callable[[], int]:
    address = sa.make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)

    def count() -> int:
        time.sleep(KEPT_BACK_SECONDS)
        with psycopg.connect(address, autocommit=True) as connection:
            row = connection.execute(WAITED_FOR).fetchone()
            return int(row[0]) if row else 0

    return count
