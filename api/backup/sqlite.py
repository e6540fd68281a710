"""Backups of an SQLite file: the online backup, in a read transaction of its own."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from uuid import UUID

from api.backup.contents import Contents, TableContents, structure_of, table_contents
from api.backup.files import sync
from api.backup.leftovers import COPY, RESTORING, at_work_in
from api.backup.manifest import Dialect
from api.backup.refusal import BackupFailed
from api.backup.rows import MADE_BY_ITSELF, OURS
from api.database import UnsafeDatabase
from api.database_file import FileClaim, open_read_only

TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
STRUCTURE = (
    "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\'"
)
OTHERWISE = "SQLite cannot copy {path} to {target}."
DAMAGED = "{path} is no database, or a damaged one."
CLOSED = "{path} cannot be opened: run this as the user who owns it, and not on a read-only mount."
SENTENCES = {
    sqlite3.SQLITE_FULL: "There is no room left in {target}.",
    sqlite3.SQLITE_IOERR: "A disk failed, or there is no room left: that of {path} or of {target}.",
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_CANTOPEN: CLOSED,
    sqlite3.SQLITE_READONLY: CLOSED,
    sqlite3.SQLITE_PERM: CLOSED,
}
BESIDE_A_DATABASE = ("-wal", "-shm", "-journal")


class SqliteBackups:
    """Of this database file."""

    dialect: Dialect = "sqlite"
    suffix = ".sqlite"

    def __init__(self, path: Path) -> None:
        self._path = path

    def dump(self, to: Path) -> Contents:
        """Copies the database as of one moment; gives what it held then. Raises: BackupFailed."""
        if not self._path.is_file():
            raise BackupFailed(f"There is no database {self._path.name}.")
        with (
            _in_sentences(self._path, target=to.parent),
            closing(open_read_only(self._path)) as source,
            closing(_opened(to)) as copy,
        ):
            source.execute("PRAGMA query_only = ON")
            source.execute("BEGIN")
            contents = _contents(source)  # the first read fixes the moment for the copy too
            source.backup(copy)
            # One file that needs no log beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
        return contents

    @contextmanager
    def scratch(self, dump: Path, *, near: Path | None) -> Iterator[str]:
        """The address of a copy that lives as long as the block, beside the database or in `near`.

        Raises: BackupFailed when it is damaged.
        """
        folder = near or self._path.parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with at_work_in(folder), tempfile.TemporaryDirectory(prefix=RESTORING, dir=folder) as place:
            copy = Path(place) / COPY
            copy.touch(mode=0o600)
            try:
                shutil.copyfile(dump, copy)
            except OSError as error:
                # By itself it would name the backup, when it is this folder that has no room.
                raise OSError(error.errno, error.strerror, str(folder)) from None
            yield f"sqlite:///{copy}"

    def examine(self, scratch: str) -> Contents:
        """Raises: BackupFailed when SQLite finds it broken."""
        with closing(_opened(_file_of(scratch))) as connection:
            try:
                for setting in ("query_only = ON", "cell_size_check = ON", "trusted_schema = OFF"):
                    connection.execute(f"PRAGMA {setting}")
                sound = connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
                orphans = connection.execute("PRAGMA foreign_key_check").fetchone()
                contents = _contents(connection)
            except (sqlite3.Error, ValueError):
                raise BackupFailed("SQLite cannot read it.") from None
        if not sound or orphans:
            raise BackupFailed("SQLite finds it broken." if not sound else "Rows lack their parent.")
        return contents

    def loss(self) -> str | None:
        """What would be put aside, in a sentence; None when there is nothing. What cannot be read counts."""
        if not self._path.exists():
            return None
        try:
            with closing(open_read_only(self._path)) as connection:
                names = {name for (name,) in connection.execute(TABLES)}
                if strangers := sorted(names - OURS):
                    return f"{self._path.name} holds what is not the diary's: {', '.join(strangers[:3])}."
                found = (connection.execute(f'SELECT 1 FROM "{n}" LIMIT 1') for n in names - MADE_BY_ITSELF)  # noqa: S608
                return "There is a diary already." if any(rows.fetchone() for rows in found) else None
        except sqlite3.Error:
            return f"{self._path.name} is there and cannot be read."

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else has the database meanwhile. Raises: UnsafeDatabase when somebody has."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        claim = FileClaim(self._path, alone=True)
        try:
            self._require_alone()
            yield
        finally:
            claim.release()

    def promote(self, scratch: str, *, former: str) -> str | None:
        """Puts the copy in the database's place; gives the name under which the former one is kept."""
        kept = self._path.with_name(f"{self._path.name}.{former}") if self._path.exists() else None
        if kept is not None:
            os.link(self._path, kept)
        # A log that is left over would be played into the new file.
        for ending in BESIDE_A_DATABASE:
            with suppress(FileNotFoundError):
                left_over = self._path.with_name(f"{self._path.name}{ending}")
                left_over.rename(kept.with_name(f"{kept.name}{ending}")) if kept else left_over.unlink()
        new = _file_of(scratch)
        sync(new)
        new.replace(self._path)
        sync(self._path.parent)
        return kept.name if kept is not None else None

    def _require_alone(self) -> None:
        if not self._path.exists():
            return
        try:
            with closing(_opened(self._path)) as connection:
                # Succeeds without any other connection only, and moves what is in the log into the file.
                connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                raise UnsafeDatabase(f"{self._path.name} is in use. Stop the service first.") from None
        except sqlite3.DatabaseError:
            return  # too damaged to be asked, which is why there are backups


@contextmanager
def _in_sentences(path: Path, *, target: Path) -> Iterator[None]:
    """Raises: BackupFailed for whatever SQLite refuses in the block."""
    try:
        yield
    except sqlite3.Error as error:
        code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        raise BackupFailed(SENTENCES.get(code, OTHERWISE).format(path=path.name, target=target)) from None


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, timeout=0)


def _file_of(scratch: str) -> Path:
    return Path(scratch.removeprefix("sqlite:///"))


def _contents(connection: sqlite3.Connection) -> Contents:
    # Bytes that are no UTF-8 must not stop the count: they are compared like all others.
    connection.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
    structure = structure_of(connection.execute(STRUCTURE))
    names = [name for (name,) in connection.execute(TABLES)]
    head = _only_value(connection, "alembic_version", "version_num", known=names)
    epoch = _only_value(connection, "installation", "epoch", known=names)
    tables = {name: _table(connection, name) for name in names}
    return Contents("SQLite", head, str(UUID(epoch)) if epoch else None, structure, tables)


def _table(connection: sqlite3.Connection, name: str) -> TableContents:
    found = connection.execute(f'SELECT * FROM "{name}"')  # noqa: S608  a name from the schema
    columns = [column[0] for column in found.description]
    return table_contents(columns, (ascii(row).encode() for row in found))


def _only_value(
    connection: sqlite3.Connection, table: str, column: str, *, known: Sequence[str]
) -> str | None:
    if table not in known:
        return None
    found = connection.execute(f'SELECT "{column}" FROM "{table}"').fetchone()  # noqa: S608  names of ours
    if found is None:
        return None
    return found[0].hex() if isinstance(found[0], bytes) else str(found[0])
