"""Tables of another version: older ones are brought up to date, newer ones are left alone."""

import pytest

from api.commands import serve as serve_command
from api.commands import worker as worker_command
from api.database import Database
from tests.cli.conftest import Diary, init_options

NEWER = "The tables are newer than this version of the diary. Install the version that made them.\n"
OLDER = "The tables are older than this version. Run: diary migrate\n"
NONE = "There are no tables yet. For a new clinic, run: diary init\n"
COMMANDS = [("serve",), ("staff", "list"), ("client", "list"), ("worker",)]


@pytest.fixture(autouse=True)
def no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is served, should a refusal be missing."""

    def run(*_: object, **__: object) -> None:
        raise AssertionError("it was served")

    monkeypatch.setattr(serve_command, "run", run)
    monkeypatch.setattr(worker_command, "make_worker", run)
    for command in (serve_command, worker_command):
        monkeypatch.setattr(command, "configure_logging", lambda _level: None)


def mark(database: Database, revision: str) -> None:
    sql = f"UPDATE alembic_version SET version_num = '{revision}'"
    database.write_now(lambda connection: connection.exec_driver_sql(sql))


@pytest.mark.parametrize("command", [*COMMANDS, ("migrate",)])
def test_newer_tables_are_refused_and_the_newer_version_asked_for(
    on_tables: Diary, database: Database, command: tuple[str, ...]
) -> None:
    mark(database, "f00dfeedbeef")

    done = on_tables(*command)

    assert (done.exit_code, done.output) == (1, NEWER)


def test_no_clinic_is_set_up_in_newer_tables(
    on_tables: Diary, database: Database, password_file: str
) -> None:
    mark(database, "f00dfeedbeef")

    done = on_tables(*init_options(password_file))

    assert (done.exit_code, done.output) == (1, NEWER)


@pytest.mark.parametrize("command", COMMANDS)
def test_older_tables_are_refused_and_what_brings_them_up_to_date_is_said(
    on_tables: Diary, database: Database, command: tuple[str, ...]
) -> None:
    mark(database, "0001")

    done = on_tables(*command)

    assert (done.exit_code, done.output) == (1, OLDER)


@pytest.mark.parametrize("command", COMMANDS)
def test_without_tables_a_clinic_is_to_be_set_up(on_empty: Diary, command: tuple[str, ...]) -> None:
    done = on_empty(*command)

    assert (done.exit_code, done.output) == (1, NONE)
