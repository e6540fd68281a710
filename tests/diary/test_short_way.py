"""The way of one entry stays short: its statements are counted, on both databases."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event

from api.database import Database
from api.settings import Settings
from tests.support import clients
from tests.support.apps import app_on
from tests.support.clients import API, Caller
from tests.support.entries import MONDAY, SATURDAY, SUNDAY, an_entry, as_json
from tests.support.personas import People

FRAME = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT", "ROLLBACK")
PATH = f"{API}/patients/me/diary"


@pytest.fixture
def anna(database: Database, settings: Settings, people: People) -> Caller:
    """At an app that was not started, so that no duty of its own speaks to the database."""
    http = clients.client_of(app_on(database, settings))
    return clients.signed_in(http, people.anna, database=database, settings=settings)


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """Every statement of this process from now on, without those that begin and end transactions."""
    said: list[str] = []

    def note(*sent: Any) -> None:
        if not sent[2].startswith(FRAME):
            said.append(sent[2])

    event.listen(Engine, "before_cursor_execute", note)
    yield said
    event.remove(Engine, "before_cursor_execute", note)


def test_a_quiet_day_takes_nine_statements(anna: Caller, statements: list[str]) -> None:
    anna.put(f"{PATH}/{SUNDAY}", as_json(an_entry(loose_stools=1)))
    statements.clear()

    saved = anna.put(f"{PATH}/{MONDAY}", as_json(an_entry(loose_stools=0)))

    assert saved.status_code == 201
    assert len(statements) == 9, statements


def test_an_edit_takes_one_more(anna: Caller, statements: list[str]) -> None:
    first = an_entry(loose_stools=1)
    anna.put(f"{PATH}/{MONDAY}", as_json(first))
    statements.clear()

    saved = anna.put(f"{PATH}/{MONDAY}", as_json(an_entry(loose_stools=0, builds_on=[first.id])))

    assert saved.status_code == 201
    assert len(statements) == 10, statements


def test_a_repeat_takes_four_and_writes_nothing(anna: Caller, statements: list[str]) -> None:
    body = as_json(an_entry(loose_stools=1))
    anna.put(f"{PATH}/{MONDAY}", body)
    statements.clear()

    saved = anna.put(f"{PATH}/{MONDAY}", body)

    assert saved.status_code == 200
    assert len(statements) == 4, statements
    assert all(statement.startswith("SELECT") for statement in statements)


def test_a_patients_alerts_are_read_once_a_save(anna: Caller, statements: list[str]) -> None:
    for day in (SATURDAY, SUNDAY):
        anna.put(f"{PATH}/{day}", as_json(an_entry(loose_stools=5)))
    statements.clear()

    saved = anna.put(f"{PATH}/{MONDAY}", as_json(an_entry(loose_stools=5)))

    read = [one for one in statements if one.startswith("SELECT") and "\nFROM alert \n" in one]
    assert saved.json()["alerts"][0]["raises"] == 1
    assert len([one for one in read if "alert.status !=" in one]) == 1, read
    assert len(read) == 2, read
