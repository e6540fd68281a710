"""What can become of a backup."""

import random
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from api.backup.files import sha256_of
from api.backup.manifest import read_manifest, write_manifest
from api.settings import Settings
from tests.support.postgres_programs import folder_of_programs


@dataclass(frozen=True)
class Good:
    """A backup as it was written, to begin from again."""

    backup: Path
    content: bytes
    manifest: str

    @classmethod
    def of(cls, backup: Path) -> "Good":
        return cls(backup, backup.read_bytes(), manifest_of(backup).read_text())

    def put_back(self) -> None:
        self.backup.write_bytes(self.content)
        manifest_of(self.backup).write_text(self.manifest)


def manifest_of(backup: Path) -> Path:
    return backup.with_name(f"{backup.name}.json")


def as_if_written_so(backup: Path) -> None:
    """Size and checksum in the manifest fit again, as somebody would make them who means it."""
    rewrite_manifest(backup, size=backup.stat().st_size, sha256=sha256_of(backup))


def rewrite_manifest(backup: Path, **changes: Any) -> None:
    """The manifest's own hash fits too."""
    write_manifest(replace(read_manifest(backup), **changes), manifest_of(backup))


def truncated(backup: Path, chance: random.Random) -> None:
    content = backup.read_bytes()
    backup.write_bytes(content[: chance.randrange(len(content))])


def with_a_bit_flipped(backup: Path, chance: random.Random) -> None:
    content = bytearray(backup.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    backup.write_bytes(content)


def longer(backup: Path, chance: random.Random) -> None:
    backup.write_bytes(backup.read_bytes() + chance.randbytes(chance.randrange(1, 5000)))


def with_a_hole(backup: Path, chance: random.Random) -> None:
    """Zeroes where a disk lost a block."""
    content = bytearray(backup.read_bytes())
    start = chance.randrange(len(content) - 600)
    content[start : start + 512] = bytes(byte ^ 0xFF for byte in content[start : start + 512])
    backup.write_bytes(content)


BYTES = (truncated, with_a_bit_flipped, longer, with_a_hole)


def without_rows(settings: Settings, backup: Path, table: str) -> None:
    """A backup that somebody filtered: the rows of one table are gone, all else stands."""
    if settings.sqlite_path is not None:
        statement = f'DELETE FROM "{table}"'
        with closing(sqlite3.connect(backup)) as connection:
            connection.execute(statement)
            connection.commit()
    else:
        dump_again(settings, backup, f"--exclude-table-data={table}")


def dump_again(settings: Settings, backup: Path, *options: str) -> None:
    """Writes the backup anew from the database, but for what the options leave out."""
    address = sa.make_url(settings.database_url).set(drivername="postgresql")
    url = address.render_as_string(hide_password=False)
    program = Path(folder_of_programs()) / "pg_dump"
    subprocess.run([program, "--format=custom", f"--file={backup}", *options, url], check=True)


@contextmanager
def edited(backup: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(backup)) as connection:
        yield connection
        connection.commit()
