"""The `diary` command as a script calls it, and as somebody at the keyboard does."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from typer.testing import CliRunner, Result

from api import cli
from api.access import passwords
from api.commands import asking
from api.database import Database, open_database
from api.settings import Settings

CHOSEN = "a password that Ada chose"


class Diary(Protocol):
    """Runs the command; `typed` is what comes on standard input."""

    def __call__(self, *arguments: str, typed: str = "", **environment: str) -> Result: ...


@pytest.fixture(autouse=True)
def quick_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_HASHER", PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64),)))


@pytest.fixture
def diary(monkeypatch: pytest.MonkeyPatch) -> Diary:
    """On the database of `DIARY_DATABASE_URL`, which `on_empty` and `on_tables` set."""
    for name in [name for name in os.environ if name.startswith("DIARY_") and "_TEST_" not in name]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DIARY_ENVIRONMENT", "test")

    def run(*arguments: str, typed: str = "", **environment: str) -> Result:
        return CliRunner().invoke(cli.app, list(arguments), input=typed, env=environment)

    return run


@pytest.fixture
def on_empty(diary: Diary, empty_database_url: str, monkeypatch: pytest.MonkeyPatch) -> Diary:
    monkeypatch.setenv("DIARY_DATABASE_URL", empty_database_url)
    return diary


@pytest.fixture
def on_tables(diary: Diary, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Diary:
    monkeypatch.setenv("DIARY_DATABASE_URL", database_url)
    return diary


@pytest.fixture
def emptied(empty_database_url: str) -> Settings:
    """The settings of the database that `on_empty` begins without tables."""
    return Settings(environment="test", database_url=empty_database_url)


@pytest.fixture
def founded(emptied: Settings, on_empty: Diary, password_file: str) -> Iterator[Database]:
    """What `diary init` has made of an empty database."""
    done = on_empty(*init_options(password_file))
    assert done.exit_code == 0, done.output
    database = open_database(emptied)
    yield database
    database.close()


@pytest.fixture
def password_file(tmp_path: Path) -> str:
    file = tmp_path / "password"
    file.write_text(f"{CHOSEN}\n")
    return str(file)


@pytest.fixture
def at_the_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is typed comes from a person."""
    monkeypatch.setattr(asking, "somebody_is_there", lambda: True)


def init_options(password_file: str, /, **other: str) -> list[str]:
    """Every option of `diary init`, some of them other than usual; an empty one is left out."""
    chosen = {
        "name": "Hillside Cancer Clinic",
        "zone": "America/New_York",
        "region": "US",
        "day-number": "(202) 555-0100",
        "after-hours-number": "+1 202 555 0199",
        "emergency-number": "911",
        "hours": "mon-fri 08:00-12:00 13:00-17:00",
        "admin-name": "Ada Moreau",
        "admin-email": "Ada@example.org",
        "password-file": password_file,
    } | {name.replace("_", "-"): value for name, value in other.items()}
    return ["init", *(part for name, value in chosen.items() if value for part in (f"--{name}", value))]
