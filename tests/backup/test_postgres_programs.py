"""PostgreSQL's programs: the right ones, and no password where others can read it."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from sqlalchemy.engine import make_url

from api.backup.postgres_programs import Programs
from api.backup.refusal import BackupFailed
from api.settings import Settings

URL = make_url("postgresql+psycopg://diary:s3cret@db.example.org:5433/diary?sslmode=require&sslpassword=k3y")
Standing: TypeAlias = Callable[[str], Programs]


@pytest.fixture
def programs(tmp_path: Path) -> Standing:
    """Stands in for both programs with this script; the server is of version 18."""

    def made(script: str) -> Programs:
        for name in ("pg_dump", "pg_restore"):
            program = tmp_path / name
            program.write_text(f"#!/bin/sh\n{script}\n")
            program.chmod(0o755)
        return Programs(Settings(environment="test", postgres_bin=str(tmp_path)), server_major=18)

    return made


def test_programs_older_than_the_server_are_refused_with_what_to_do(
    programs: Standing, tmp_path: Path
) -> None:
    old = programs('echo "pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"')

    with pytest.raises(BackupFailed) as refusal:
        old.dump(URL, tmp_path / "dump", snapshot="1")

    assert str(refusal.value).startswith("pg_dump is of PostgreSQL 15, too old for a server of version 18.")
    assert "DIARY_POSTGRES_BIN" in str(refusal.value)


def test_missing_programs_are_named(tmp_path: Path) -> None:
    none = Programs(Settings(environment="test", postgres_bin=str(tmp_path)), server_major=18)

    with pytest.raises(BackupFailed, match=r"There is no pg_restore.*DIARY_POSTGRES_BIN"):
        none.restore(tmp_path / "dump", URL)


def test_no_secret_stands_on_the_command_line(programs: Standing, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    noting = programs(
        f'[ "$1" = --version ] && echo "pg_dump (PostgreSQL) 18.6" && exit\n'
        f'echo "$@" > {seen}; echo "$PGPASSWORD" > {seen}.password'
    )

    noting.dump(URL, tmp_path / "dump", snapshot="00000003-1")

    assert "db.example.org:5433/diary" in seen.read_text()
    assert "sslmode=require" in seen.read_text()
    assert "s3cret" not in seen.read_text()
    assert "k3y" not in seen.read_text()
    assert (tmp_path / "seen.password").read_text() == "s3cret\n"


def test_what_a_program_says_is_not_repeated(programs: Standing, tmp_path: Path) -> None:
    failing = programs(
        '[ "$1" = --version ] && echo "pg_restore (PostgreSQL) 18.6" && exit\n'
        'echo "CONTEXT: COPY revision, line 1: Anna Berg" >&2; exit 1'
    )

    with pytest.raises(BackupFailed) as refusal:
        failing.restore(tmp_path / "dump", URL)

    assert "Anna" not in str(refusal.value)
