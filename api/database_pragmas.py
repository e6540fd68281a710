"""What each SQLite connection is told when it is made, and what it made of that."""

import sqlite3
from collections.abc import Mapping

from sqlalchemy import Connection

from api.database_works import UnsafeDatabase

SYNCHRONOUS_FULL = 2

SAFE: Mapping[str, object] = {"journal_mode": "wal", "synchronous": SYNCHRONOUS_FULL, "foreign_keys": 1}
# Without spilling, the log is written to by commits alone.
WRITER = {**SAFE, "wal_autocheckpoint": 0, "cache_spill": 0}
READER = {**SAFE, "query_only": 1}

REMEDIES = {"journal_mode": "put the file on a disk of this machine, where SQLite can have a write-ahead log"}
OTHERWISE = "use an SQLite library that is built with the usual options"


def set_up(pragmas: Mapping[str, object], driver: sqlite3.Connection, _record: object) -> None:
    """Raises: UnsafeDatabase when SQLite does not take one of them."""
    driver.isolation_level = None  # else sqlite3 begins transactions of its own
    for name, wanted in pragmas.items():
        driver.execute(f"PRAGMA {name} = {wanted}")
    kept = {name: driver.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas}
    if shortfalls := _compared(pragmas, kept):
        raise UnsafeDatabase(" ".join(shortfalls))


def unsafe_settings(connection: Connection) -> list[str]:
    """What the writing connection would not keep what it acknowledges with; a sentence each."""
    kept = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in WRITER}
    return _compared(WRITER, kept)


def _compared(wanted: Mapping[str, object], kept: Mapping[str, object]) -> list[str]:
    return [
        f"SQLite has {name} = {kept[name]} where {value} is needed to keep what is acknowledged:"
        f" {REMEDIES.get(name, OTHERWISE)}."
        for name, value in wanted.items()
        if kept[name] != value
    ]
