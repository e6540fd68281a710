"""A rule counts from the day of its signature, and a new one over it takes nothing back."""

from datetime import date, timedelta

import pytest
import time_machine

from api.alerts.models import Alert
from api.database import Database
from api.rulebooks.in_force import read_rules
from api.sweeper.service import sweep
from tests.rulebooks.test_signing import FEVER, PACK, needs_a_tick, signing
from tests.support.callers import CallAs
from tests.support.entries import MONDAY, NOON, write
from tests.support.personas import People
from tests.support.rows import rows_of

TUESDAY, WEDNESDAY = (MONDAY + timedelta(days=number) for number in (1, 2))
SIGN, WITHDRAW = f"/clinic/guidance/{PACK}/sign", f"/clinic/guidance/{PACK}/withdraw"
WHY = {"reason": "Read again first."}


@pytest.fixture
def ada(call_as: CallAs, people: People, monday_noon: time_machine.Traveller) -> CallAs:
    """Signs on Monday; the day after is Tuesday."""
    assert call_as(people.ada).post(SIGN, signing()).status_code == 200
    monday_noon.move_to(NOON + timedelta(days=1))
    return call_as


def since(database: Database, people: People) -> dict[str, date | None]:
    """By rule of the pack, from when it counts."""
    book = database.read_now(read_rules, people.clinic.id).book
    return {one.rule.id: one.since for one in book.rules if one.pack == PACK}


def test_a_rule_that_is_signed_again_counts_from_its_first_day_and_a_new_one_from_today(
    ada: CallAs, people: People, database: Database, monday_noon: time_machine.Traveller
) -> None:
    ada(people.ada).post(SIGN, signing(also=needs_a_tick()))
    monday_noon.move_to(NOON + timedelta(days=2))
    ada(people.ada).post(SIGN, signing(also=needs_a_tick()))

    found = since(database, people)

    assert found[needs_a_tick()] == TUESDAY
    assert {day for rule, day in found.items() if rule != needs_a_tick()} == {MONDAY}


def test_a_rule_that_was_left_out_or_withdrawn_in_between_counts_from_when_it_came_back(
    ada: CallAs, people: People, database: Database, monday_noon: time_machine.Traveller
) -> None:
    ada(people.ada).post(SIGN, signing(without="fever") | WHY)
    monday_noon.move_to(NOON + timedelta(days=2))
    ada(people.ada).post(SIGN, signing())
    left_out = since(database, people)
    ada(people.ada).post(WITHDRAW, WHY)
    ada(people.ada).post(SIGN, signing())

    assert (left_out["fever"], left_out["vomiting"]) == (WEDNESDAY, MONDAY)
    assert set(since(database, people).values()) == {WEDNESDAY}


def test_a_day_before_a_new_text_was_signed_still_alerts_when_it_comes_late(
    ada: CallAs, people: People, database: Database
) -> None:
    ada(people.ada).post(SIGN, signing(also=needs_a_tick()))

    write(database, people.anna, MONDAY, readings=FEVER)

    assert [row["rule"] for row in rows_of(database, Alert)] == ["fever"]
    assert sweep(database) == 0
