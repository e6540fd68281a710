"""What a trial counts is what was counted by hand."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from api.database import Database
from api.rules.guidance import DOCUMENT
from api.sweeper.service import sweep
from api.trials import reading
from tests.rules.written import with_rule_line
from tests.support.callers import CallAs
from tests.support.personas import People
from tests.support.trials import RULE, a_number, a_trial, counts_in, trial_of, work_through

DAY = timedelta(days=1)
# Each was there from 1 October to 23 November.
DAYS_EACH = 54


@pytest.fixture(params=[100, 1])
def patients_at_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(reading, "PATIENTS_AT_ONCE", request.param)
    return int(request.param)


def results_of(call_as: CallAs, people: People, key: UUID) -> dict[str, Any]:
    found = call_as(people.ada).get(f"/clinic/guidance/trials/{key}").json()
    assert found["state"] == "done"
    [rule] = found["results"]
    assert rule["rule"] == RULE
    return dict(rule)


def test_a_stronger_number_gains_and_keeps_what_was_counted_by_hand(
    database: Database, diaries: People, call_as: CallAs, patients_at_once: int
) -> None:
    key = database.write_now(a_trial, diaries.ada, numbers=[a_number(3)])

    work_through(database)

    # Anna: 5 5 stays, 3 3 is new, 4 4 3 is not past the document's limit. Ben: 3 3 is new, a single 3 is not.
    rule = results_of(call_as, diaries, key)
    assert [rule[name] for name in ("gained", "lost", "raised", "kept")] == [2, 0, 0, 2]
    assert rule["title"] == "Many loose stools"
    assert rule["sentence"].startswith("3 or more loose stools a day on 2 days in a row.")
    a_patient_week = 2 * DAYS_EACH / 700
    assert rule["gained_per_100_patients_and_week"] == round(2 / a_patient_week, 2) == 12.96
    assert rule["lost_per_100_patients_and_week"] == 0
    assert rule["patients"] == [
        {"id": str(diaries.anna.id), "name": "Anna Berg", "gained": 1, "lost": 0, "raised": 0},
        {"id": str(diaries.ben.id), "name": "Ben Okafor", "gained": 1, "lost": 0, "raised": 0},
    ]


def test_a_draft_with_an_earlier_limit_raises_what_was_counted_by_hand(
    database: Database, diaries: People, call_as: CallAs
) -> None:
    text = with_rule_line("document_days", "document_days = 2")
    key = database.write_now(a_trial, diaries.ada, text=text, numbers=[a_number(3)])

    work_through(database)

    # Anna: 5 5 and 4 4 3 have two days of 4 or more.
    rule = results_of(call_as, diaries, key)
    assert [rule[name] for name in ("gained", "lost", "raised", "kept")] == [2, 0, 2, 0]
    assert rule["raised_per_100_patients_and_week"] == round(2 / (2 * DAYS_EACH / 700), 2)
    assert [(one["name"], one["raised"]) for one in rule["patients"]] == [("Anna Berg", 2), ("Ben Okafor", 0)]


def test_a_weaker_number_loses_what_was_counted_by_hand(
    database: Database, diaries: People, call_as: CallAs
) -> None:
    key = database.write_now(a_trial, diaries.ada, numbers=[a_number(3, "days_in_a_row")])

    work_through(database)

    rule = results_of(call_as, diaries, key)
    assert [rule[name] for name in ("gained", "lost", "raised", "kept")] == [0, 2, 0, 0]
    assert [(one["name"], one["lost"]) for one in rule["patients"]] == [("Anna Berg", 2)]


def test_what_is_in_force_tried_again_changes_nothing_and_names_nobody(
    database: Database, diaries: People, call_as: CallAs
) -> None:
    key = database.write_now(a_trial, diaries.ada)

    work_through(database)

    rule = results_of(call_as, diaries, key)
    assert (rule["kept"], rule["gained"], rule["lost"], rule["raised"], rule["patients"]) == (2, 0, 0, 0, [])


def test_no_rule_of_the_pack_loses_all_its_alerts(
    database: Database, diaries: People, call_as: CallAs
) -> None:
    key = database.write_now(a_trial, diaries.ada, rules=[])

    work_through(database)

    assert results_of(call_as, diaries, key)["lost"] == 2


@pytest.mark.parametrize(("since_days", "kept"), [(28, 2), (27, 1), (14, 1), (13, 0), (1, 0)])
def test_only_what_lasted_into_the_days_that_are_tried_is_counted(
    database: Database, diaries: People, since_days: int, kept: int
) -> None:
    """The older alert lasted until 27 days ago, and the newer one until 13 days ago; today is one day."""
    key = database.write_now(a_trial, diaries.ada, since_days=since_days)

    work_through(database)

    assert counts_in(trial_of(database, key)) == [0, 0, 0, kept]


def test_a_number_of_her_own_counts_before_the_one_that_is_tried(
    database: Database, diaries: People, call_as: CallAs
) -> None:
    own = {"pack": DOCUMENT, "rule": RULE, "value": 4}
    call_as(diaries.nora).post(f"/patients/{diaries.anna.id}/thresholds", own)
    key = database.write_now(a_trial, diaries.ada, numbers=[a_number(3)])

    work_through(database)

    rule = results_of(call_as, diaries, key)
    assert [one["name"] for one in rule["patients"]] == ["Ben Okafor"]
    assert (rule["kept"], rule["raised"]) == (2, 0)


def test_a_number_of_the_clinic_counts_until_another_is_tried_instead(
    database: Database, diaries: People, call_as: CallAs
) -> None:
    call_as(diaries.ada).post("/clinic/thresholds", {"pack": DOCUMENT, "rule": RULE, "value": 3})
    as_it_is = database.write_now(a_trial, diaries.ada)
    as_it_was = database.write_now(a_trial, diaries.ada, numbers=[a_number(4)])

    work_through(database)

    assert counts_in(trial_of(database, as_it_is)) == [0, 0, 0, 4]
    assert counts_in(trial_of(database, as_it_was)) == [0, 2, 0, 2]
    sweep(database)


def test_days_are_those_of_the_clinics_zone(database: Database, people: People) -> None:
    with time_machine.travel("2026-11-24T02:00:00Z", tick=False):
        here = trial_of(database, database.write_now(a_trial, people.ada, since_days=1))
        there = trial_of(database, database.write_now(a_trial, people.carl, since_days=1))

    assert (here.since, here.until) == (date(2026, 11, 23), date(2026, 11, 23))
    assert there.until == date(2026, 11, 24)
