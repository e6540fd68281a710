"""Backups of a PostgreSQL database: pg_dump of an exported snapshot."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from api.backup.contents import Contents
from api.backup.leftovers import SCRATCH, claim_scratch, remove_scratches
from api.backup.manifest import Dialect
from api.backup.postgres_contents import TABLES, contents_of, major_version
from api.backup.postgres_programs import Programs, address
from api.backup.refusal import BackupFailed
from api.backup.rows import MADE_BY_ITSELF, OURS
from api.database import UnsafeDatabase
from api.settings import Settings

MAINTENANCE = "postgres"
LONGEST_NAME = 63
LOOKS = 20
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = %s AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
MAY_RENAME = """
    SELECT r.rolsuper OR r.rolcreatedb AND coalesce(
      (SELECT pg_has_role(d.datdba, 'USAGE') FROM pg_database d WHERE d.datname = %s), true)
    FROM pg_roles r WHERE r.rolname = current_user
"""
# Whatever can hold something, in any schema: another program may share this database. A column's own counter
# goes with its table.
STRANGERS = """
    SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND n.nspname <> 'information_schema'
    AND n.nspname NOT LIKE 'pg\\_%%' AND NOT (n.nspname = current_schema() AND c.relname = ANY(%s))
    AND NOT (c.relkind = 'S' AND EXISTS (SELECT FROM pg_depend d
      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refobjsubid > 0))
    ORDER BY 1 LIMIT 3
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
        name = f"{SCRATCH}{uuid4().hex[:16]}"
        with self._administering() as server:
            remove_scratches(server)
            claim_scratch(server, name)
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
        with self._connected(make_url(scratch).database or "") as connection:
            try:
                contents = contents_of(connection)
                _check_indexes(connection)
            except (psycopg.Error, ValueError):
                raise BackupFailed("PostgreSQL finds it broken.") from None
            return contents

    def loss(self) -> str | None:
        """What would be put aside, in a sentence; None when there is nothing."""
        with self._administering() as server:
            if not self._exists(server, self._name):
                return None
        with self._connected(self._name) as connection:
            strangers = [name for (name,) in connection.execute(STRANGERS, (sorted(OURS),))]
            if strangers:
                return f"The database {self._name} holds what is not the diary's: {', '.join(strangers)}."
            names = {name for (name,) in connection.execute(TABLES)} - MADE_BY_ITSELF
            has_rows = any(
                connection.execute(_naming("SELECT 1 FROM {} LIMIT 1", n)).fetchone() for n in names
            )
            return "There is a diary already." if has_rows else None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Raises: UnsafeDatabase when somebody is connected; whoever connects later stops the renaming."""
        with self._administering() as server:
            self._require_rights(server)
            if not any(self._is_free(server) for _ in range(LOOKS)):
                raise UnsafeDatabase(self._in_use())
        yield

    def _is_free(self, server: psycopg.Connection) -> bool:
        # A connection of our own that was closed a moment ago may still be on its way out.
        others = server.execute(OTHERS, (self._name,)).fetchone()
        if not others or not others[0]:
            return True
        server.execute("SELECT pg_sleep(0.1)")
        return False

    def promote(self, scratch: str, *, former: str) -> str | None:
        """Gives the scratch database the name of ours; gives the name under which the former one is kept.

        Nothing is ever dropped: what looks empty to us may be somebody's.
        """
        kept = f"{self._name[: LONGEST_NAME - len(former) - 1]}.{former}"
        rename = "ALTER DATABASE {} RENAME TO {}"
        with self._administering() as server:
            try:
                with server.transaction():
                    exists = self._exists(server, self._name)
                    if exists:
                        server.execute(_naming(rename, self._name, kept))
                    server.execute(_naming(rename, make_url(scratch).database or "", self._name))
            except psycopg.errors.ObjectInUse:
                raise UnsafeDatabase(self._in_use()) from None
        return kept if exists else None

    @contextmanager
    def _administering(self) -> Iterator[psycopg.Connection]:
        with self._connected(MAINTENANCE) as connection:
            connection.autocommit = True
            yield connection

    @contextmanager
    def _connected(self, database: str) -> Iterator[psycopg.Connection]:
        """Raises: BackupFailed, also when PostgreSQL refuses something in the block."""
        # Not as one text: a password with a space in it would be refused, and quoted.
        given, options = self._url.get_dialect()().create_connect_args(self._url.set(database=database))
        try:
            connection = psycopg.connect(*given, **options)
        except psycopg.OperationalError:
            raise BackupFailed(self._unreachable(database)) from None
        try:
            with connection:
                yield connection
        except psycopg.errors.InsufficientPrivilege as error:
            # It names what may not be used, and no row.
            raise BackupFailed(
                f"PostgreSQL refuses: {error.diag.message_primary}. Use the role that owns the tables."
            ) from None
        except psycopg.Error as error:
            raise BackupFailed(f"PostgreSQL broke off: {type(error).__name__}.") from None

    def _unreachable(self, database: str) -> str:
        if database != MAINTENANCE:
            with suppress(BackupFailed), self._administering() as server:
                if not self._exists(server, database):
                    return f"There is no database {database} at {address(self._url.set(database=None))}."
        return f"The database {database} of {address(self._url)} does not answer."

    def _require_rights(self, server: psycopg.Connection) -> None:
        # Asked before hours of restoring, not after.
        found = server.execute(MAY_RENAME, (self._name,)).fetchone()
        if not (found and found[0]):
            raise BackupFailed(
                f"The role {server.info.user} may not put a database in the place of {self._name}: it must"
                f" own that one (ALTER DATABASE … OWNER TO …) and may create some (ALTER ROLE … CREATEDB)."
            )

    def _programs(self, connection: psycopg.Connection) -> Programs:
        return Programs(self._settings, server_major=major_version(connection))

    def _exists(self, server: psycopg.Connection, name: str) -> bool:
        return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).rowcount > 0

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
