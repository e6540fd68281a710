"""Looks at everything that operators are told of, at once and within two seconds."""

import asyncio
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import Connection

from api.backup.verified import newest_verified
from api.clock import now
from api.database import READINESS_SECONDS, Database
from api.operations.probe import Probe
from api.operations.store import Standing, standing
from api.operations.write_check import WriteCheck
from api.schema import newest_revision, revision_of
from api.settings import Settings

REPAIRS_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Tables:
    """The migration that the tables are at, and the one that this code needs."""

    revision: str | None
    needed: str | None


@dataclass(frozen=True, slots=True)
class Backup:
    """When the newest backup was made that was verified and not changed since; None when there is none."""

    made_at: datetime | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look found. None: no answer in time, or not asked (`disk_free_bytes` on PostgreSQL).

    `answering_since` is when this process began to.
    """

    at: datetime
    answering_since: datetime
    is_writable: bool
    has_writer: bool
    unsafe: list[str] | None
    tables: Tables | None
    standing: Standing | None
    disk_free_bytes: int | None
    backup: Backup | None


class Watch:
    """Belongs to one app. Whoever asks while it looks gets what that look finds."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings
        self._since = now()
        self._writes = WriteCheck(database)
        self._tables = Probe("tables", lambda: database.read_now(_tables))
        self._standing = Probe("standing", lambda: database.read_now(standing, since=now() - REPAIRS_WITHIN))
        self._unsafe = Probe("durability", database.durability)
        self._disk = Probe("disk", self._free_bytes)
        self._backup = Probe("backup", self._last_verified)
        self._looking: asyncio.Task[Seen] | None = None

    async def look(self) -> Seen:
        """Units: READINESS_SECONDS (2) at most, whatever hangs."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        return await asyncio.shield(self._looking)

    async def _look(self) -> Seen:
        within = READINESS_SECONDS
        is_writable, unsafe, tables, found, disk, backup = await asyncio.gather(
            self._writes.is_well(),
            self._unsafe.answer(within_seconds=within),
            self._tables.answer(within_seconds=within),
            self._standing.answer(within_seconds=within),
            self._disk.answer(within_seconds=within),
            self._backup.answer(within_seconds=within),
        )
        has_writer = self._database.has_writer
        return Seen(now(), self._since, is_writable, has_writer, unsafe, tables, found, disk, backup)

    def _free_bytes(self) -> int | None:
        path = self._settings.sqlite_path
        return None if path is None else shutil.disk_usage(path.parent).free

    def _last_verified(self) -> Backup | None:
        if not self._settings.backup_folder:
            return None
        return Backup(newest_verified(Path(self._settings.backup_folder)))


def _tables(connection: Connection) -> Tables:
    return Tables(revision_of(connection), _needed_revision())


@cache
def _needed_revision() -> str | None:
    return newest_revision()
