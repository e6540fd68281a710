"""Backups of a PostgreSQL database: pg_dump of an exported snapshot."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from api.backup.contents import Contents
from api.backup.manifest import Dialect
from api.backup.postgres_contents import TABLES, contents_of, major_version
from api.backup.postgres_programs import Programs, address
from api.backup.refusal import BackupFailed
from api.backup.rows import MADE_BY_ITSELF
from api.database import UnsafeDatabase
from api.settings import Settings

MAINTENANCE = "postgres"
LONGEST_NAME = 63
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = %s AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
BROKEN_INDEXES = """
    SELECT bt_index_check(x.indexrelid, true)
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_am m ON m.oid = i.relam
    WHERE m.amname = 'btree' AND i.relnamespace = current_schema()::regnamespace
"""


class PostgresBackups:
    """For the database of these settings."""

    dialect: Dialect = "postgresql"
    suffix = ".dump"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._url = make_url(settings.database_url)
        self._name = self._url.database or ""

    def dump(self, to: Path) -> Contents:
        """Dumps the database as of one moment; gives what it held then. Raises: BackupFailed."""
        with self._connected(self._name) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            found = connection.execute("SELECT pg_export_snapshot()").fetchone()
            # pg_dump sees what this transaction sees, for as long as it is open.
            self._programs(connection).dump(self._url, to, snapshot=str(found[0]) if found else "")
            return contents_of(connection)

    @contextmanager
    def scratch(self, dump: Path, *, near: Path | None) -> Iterator[str]:
        """The name of a database that lives as long as the block, unless it is promoted.

        Raises: BackupFailed when the dump is damaged, or the role may not create databases.
        """
        name = f"diary_scratch_{uuid4().hex[:16]}"
        with self._administering() as server:
            try:
                server.execute(_naming("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", name))
            except psycopg.errors.InsufficientPrivilege:
                raise BackupFailed(
                    f"The role needs the right to create databases: ALTER ROLE {self._url.username} CREATEDB"
                ) from None
            try:
                self._programs(server).restore(dump, self._url.set(database=name))
                yield self._url.set(database=name).render_as_string(hide_password=False)
            finally:
                server.execute(_naming("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))

    def examine(self, scratch: str) -> Contents:
        """Raises: BackupFailed when PostgreSQL finds it broken."""
        try:
            with self._connected(make_url(scratch).database or "") as connection:
                contents = contents_of(connection)
                _check_indexes(connection)
                return contents
        except (psycopg.Error, ValueError):
            raise BackupFailed("PostgreSQL finds it broken.") from None

    def has_rows(self) -> bool:
        """Whether there is anything to lose."""
        with self._administering() as server:
            if not self._exists(server):
                return False
        with self._connected(self._name) as connection:
            names = {name for (name,) in connection.execute(TABLES)} - MADE_BY_ITSELF
            return any(connection.execute(_naming("SELECT 1 FROM {} LIMIT 1", n)).fetchone() for n in names)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Raises: UnsafeDatabase when somebody is connected; whoever connects later stops the renaming."""
        with self._administering() as server:
            others = server.execute(OTHERS, (self._name,)).fetchone()
        if others and others[0]:
            raise UnsafeDatabase(self._in_use())
        yield

    def promote(self, scratch: str, *, former: str) -> str | None:
        """Gives the scratch database the name of ours; gives the name under which the former one is kept."""
        has_rows = self.has_rows()
        kept = f"{self._name[: LONGEST_NAME - len(former) - 1]}.{former}"
        rename = "ALTER DATABASE {} RENAME TO {}"
        with self._administering() as server:
            try:
                with server.transaction():
                    if self._exists(server):
                        server.execute(_naming(rename, self._name, kept))
                    server.execute(_naming(rename, make_url(scratch).database or "", self._name))
            except psycopg.errors.ObjectInUse:
                raise UnsafeDatabase(self._in_use()) from None
            if not has_rows:
                server.execute(_naming("DROP DATABASE IF EXISTS {}", kept))
        return kept if has_rows else None

    @contextmanager
    def _administering(self) -> Iterator[psycopg.Connection]:
        with self._connected(MAINTENANCE) as connection:
            connection.autocommit = True
            yield connection

    @contextmanager
    def _connected(self, database: str) -> Iterator[psycopg.Connection]:
        given = self._url.set(drivername="postgresql", database=database)
        try:
            connection = psycopg.connect(given.render_as_string(hide_password=False))
        except psycopg.OperationalError:
            raise BackupFailed(f"The database {database} of {address(self._url)} does not answer.") from None
        with connection:
            yield connection

    def _programs(self, connection: psycopg.Connection) -> Programs:
        return Programs(self._settings, server_major=major_version(connection))

    def _exists(self, server: psycopg.Connection) -> bool:
        return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", (self._name,)).rowcount > 0

    def _in_use(self) -> str:
        return f"The database {self._name} is in use. Stop the service first."


def _check_indexes(connection: psycopg.Connection) -> None:
    connection.commit()
    with connection.transaction(force_rollback=True):
        try:
            connection.execute("CREATE EXTENSION IF NOT EXISTS amcheck")
        except psycopg.Error:
            return  # not installed, or not for this role; the restore has built every index anew
        connection.execute(BROKEN_INDEXES)


def _naming(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))
