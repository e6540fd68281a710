"""Whatever an operator can cause is said in a sentence, with what to do, and no traceback."""

import socket
import sqlite3
from errno import EACCES
from pathlib import Path

import psycopg
import pytest
import typer
from alembic.util import CommandError
from pydantic import ValidationError
from typer.testing import CliRunner

from api.commands import serve as serve_command
from api.commands import worker as worker_command
from api.commands.refusals import Sentences
from api.database_file import FileClaim
from api.settings import Settings
from tests.cli.conftest import Diary
from tests.support.postgres import own_postgres_server

NOBODY_THERE = "postgresql+psycopg://diary:the-password@127.0.0.1:9/diary"


@pytest.fixture
def no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is served, should a refusal be missing."""

    def run(*_: object, **__: object) -> None:
        raise AssertionError("it was served")

    monkeypatch.setattr(serve_command, "run", run)
    for command in (serve_command, worker_command):
        # It would stay configured for every test after this one.
        monkeypatch.setattr(command, "configure_logging", lambda _level: None)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("BASE_URL", "http://diary.example.org", "must begin with https://"),
        ("DATABASE_URL", "mysql://root:the-password@db/diary", "must begin with sqlite:/// or postgresql"),
        ("DATABASE_URL", "postgresql+psycopg://diary:the-password@db:x/diary", "cannot be read"),
        ("DATABASE_URL", "postgresql+psycopg://diary:an@the-password@db/diary", "percent-encoded"),
        ("DATABASE_URL", "postgresql+psycopg://diary:an@odd/the-password@db/diary", "percent-encoded"),
        ("BASE_URL", "https://[::1", "DIARY_BASE_URL must be a full address"),
        ("BASE_URL", "https://diary.example.org:99999", "a port of 1 to 65535"),
        ("BASE_URL", "https://ada:the-password@diary.example.org", "may hold no name and no password"),
        ("BASE_URL", "https://example.org/diary", "DIARY_BASE_URL must end after the host or port"),
        ("GRACEFUL_STOP_SECONDS", "16", "less than or equal to 15"),
        ("TRUSTED_PROXIES", "*", "must be addresses or networks"),
        ("TRUSTED_PROXIES", "0.0.0.0/0", "wider than /8"),
        ("TRUSTED_PROXIES", "0.0.0.0/1,128.0.0.0/1", "wider than /8"),
        ("TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/7", "wider than /8"),
        ("TRUSTED_PROXIES", "::/1", "wider than /8, of IPv6 /16"),
        ("TRUSTED_PROXIES", "fc00::/15", "wider than /8, of IPv6 /16"),
        ("TRUSTED_PROXIES", "::ffff:0:0/96", "wider than /8, of IPv6 /16"),
        ("METRICS_TOKEN", "guess me", "must have 16 characters"),
        ("STAFF_IDLE_MINUTES", "0", "DIARY_STAFF_IDLE_MINUTES: Input should be greater than or equal to 1."),
        ("ENVIRONMENT", "hospital", "DIARY_ENVIRONMENT: Input should be"),
    ],
)
@pytest.mark.usefixtures("no_server")
def test_a_wrong_setting_is_named_and_its_value_kept_quiet(
    diary: Diary, name: str, value: str, said: str
) -> None:
    done = diary("serve", **{f"DIARY_{name}": value})

    assert done.exit_code == 2
    assert said in done.output
    assert "Traceback" not in done.output
    assert "the-password" not in done.output
    assert "guess me" not in done.output


def test_a_refused_setting_is_quoted_nowhere_else_either() -> None:
    with pytest.raises(ValidationError) as refusal:
        Settings(database_url="mysql://root:the-password@db/diary")

    assert "the-password" not in str(refusal.value)
    assert "the-password" not in repr(Settings(database_url=NOBODY_THERE))


def test_an_at_sign_in_the_path_of_a_file_is_no_password() -> None:
    assert Settings(database_url="sqlite:////srv/a@b/c@d.db").sqlite_path == Path("/srv/a@b/c@d.db")


@pytest.mark.usefixtures("no_server")
def test_people_are_not_sent_to_an_address_without_https(diary: Diary) -> None:
    done = diary("serve", "--base-url", "http://diary.example.org")

    assert done.exit_code == 2
    assert "must begin with https://" in done.output


def test_a_misspelt_setting_is_noticed(on_tables: Diary) -> None:
    done = on_tables("staff", "list", DIARY_TRUSTED_PROXY="10.0.0.5")

    assert done.exit_code == 0
    assert "DIARY_TRUSTED_PROXY is no setting" in done.output


@pytest.mark.parametrize(
    "command", [("migrate",), ("serve",), ("staff", "list"), ("client", "list"), ("worker",)]
)
@pytest.mark.parametrize("environment", ["production", "test"])
@pytest.mark.usefixtures("no_server")
def test_a_database_that_does_not_answer_is_said_without_its_password(
    diary: Diary, command: tuple[str, ...], environment: str
) -> None:
    done = diary(*command, DIARY_DATABASE_URL=NOBODY_THERE, DIARY_ENVIRONMENT=environment)

    assert done.exit_code == 1
    assert done.output.startswith("The database cannot be used")
    assert "Traceback" not in done.output
    assert "the-password" not in done.output


def test_tables_are_migrated_and_again_changes_nothing(on_empty: Diary) -> None:
    first, again = on_empty("migrate"), on_empty("migrate")

    assert (first.exit_code, again.exit_code) == (0, 0)
    assert on_empty("staff", "list").exit_code == 0


@pytest.mark.usefixtures("no_server")
def test_a_postgresql_that_forgets_is_refused_with_what_to_change(diary: Diary) -> None:
    with own_postgres_server({"fsync": "off"}) as url:
        done = diary("staff", "list", DIARY_DATABASE_URL=url, DIARY_ENVIRONMENT="production")

    assert done.exit_code == 1
    assert "fsync" in done.output


@pytest.mark.usefixtures("no_server")
def test_a_file_that_is_no_database_is_said_in_a_sentence(diary: Diary, tmp_path: Path) -> None:
    file = tmp_path / "diary.db"
    file.write_text("once upon a time " * 100)

    done = diary("staff", "list", DIARY_DATABASE_URL=f"sqlite:///{file}")

    assert done.exit_code == 1
    assert "The database cannot be used: file is not a database" in done.output


@pytest.mark.usefixtures("no_server")
def test_a_taken_port_is_said_in_one_line(on_tables: Diary) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        done = on_tables("serve", "--port", str(port))

    assert done.exit_code == 1
    assert done.output.startswith(f"Port {port} is taken.")
    assert len(done.output.splitlines()) == 1


@pytest.mark.usefixtures("no_server")
def test_an_address_of_another_machine_is_said_in_one_line(on_tables: Diary) -> None:
    done = on_tables("serve", "--host", "192.0.2.1", "--port", "8000")

    assert done.exit_code == 1
    assert done.output.startswith("The address 192.0.2.1 is not one of this machine's. 127.0.0.1 is for")
    assert len(done.output.splitlines()) == 1


@pytest.mark.parametrize("name", ["diary.invalid", "diary..example", "300.1.1.1"])
@pytest.mark.usefixtures("no_server")
def test_a_name_of_no_machine_is_said_in_one_line(on_tables: Diary, name: str) -> None:
    done = on_tables("serve", "--host", name)

    assert done.exit_code == 1
    assert done.output.startswith(f"No machine is called {name}")
    assert len(done.output.splitlines()) == 1


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (sqlite3.DatabaseError("file is not a database"), "cannot be used: file is not a database"),
        (psycopg.OperationalError("it is gone\nDETAIL: Anna Berg"), "cannot be used: it is gone"),
        (CommandError("Multiple head revisions are present"), "cannot be brought up to date: Multiple head"),
    ],
)
def test_what_a_library_says_of_the_database_is_a_sentence(error: Exception, said: str) -> None:
    app = typer.Typer(cls=Sentences, pretty_exceptions_enable=False)

    @app.command()
    def fails() -> None:
        raise error

    @app.command()
    def works() -> None: ...

    done = CliRunner().invoke(app, ["fails"])

    assert done.exit_code == 1
    assert said in done.output
    assert "Anna" not in done.output
    assert "Traceback" not in done.output


def test_a_folder_of_somebody_else_is_named_and_who_runs_this(
    diary: Diary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Path) -> bool:
        raise PermissionError(EACCES, "Permission denied", "demo.json")

    monkeypatch.setattr("api.commands.opened.getpass.getuser", lambda: "nora")
    monkeypatch.setattr("api.commands.opened._exists", refused)

    done = diary("staff", "list", DIARY_DATABASE_URL=f"sqlite:///{tmp_path / 'diary.db'}")

    assert done.exit_code == 1
    assert done.output == f"nora may not look into {tmp_path}. Run this as the user who owns that folder.\n"


def test_a_file_that_another_process_has_open_is_not_migrated(diary: Diary, tmp_path: Path) -> None:
    file = tmp_path / "diary.db"
    claim = FileClaim(file, alone=False)

    refused = diary("migrate", DIARY_DATABASE_URL=f"sqlite:///{file}")

    claim.release()
    assert refused.exit_code == 1
    assert refused.output.startswith("Stop the service first: another process")
    assert diary("migrate", DIARY_DATABASE_URL=f"sqlite:///{file}").exit_code == 0


def test_a_folder_of_backups_that_is_not_there_is_told_of_at_the_start(
    on_tables: Diary, tmp_path: Path, no_server: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve_command, "run", lambda *_, **__: None)

    missing = on_tables("serve", DIARY_BACKUP_FOLDER=str(tmp_path / "nowhere"))
    there = on_tables("serve", DIARY_BACKUP_FOLDER=str(tmp_path))

    assert (missing.exit_code, there.exit_code) == (0, 0), missing.output
    assert "DIARY_BACKUP_FOLDER names no folder" in missing.stderr
    assert "DIARY_BACKUP_FOLDER" not in there.output
