"""The feed as programs and staff read it, over HTTP."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.access.actors import Actor
from api.audit.models import AuditRow
from api.database import Database
from api.outbox import store
from api.outbox.store import Event
from api.outbox.worker import Worker
from tests.support.callers import CallAs, Caller
from tests.support.events import put
from tests.support.personas import People
from tests.support.rows import rows_of

FAR_AHEAD = datetime(2100, 1, 1, tzinfo=UTC)


def follow(caller: Caller, *, after: int | None = None, limit: int = 50) -> list[dict[str, Any]]:
    """Every page up to the end, as a program reads them."""
    pages, position = [], after
    while True:
        query = {"limit": limit} if position is None else {"limit": limit, "after": position}
        answer = caller.get("/events", **query)
        assert answer.status_code == 200, answer.text
        pages.append(answer.json())
        position = pages[-1]["position"]
        if not pages[-1]["items"]:
            return pages


def subjects(pages: Sequence[dict[str, Any]]) -> list[str]:
    return [event["subject_id"] for page in pages for event in page["items"]]


def ids(events: Sequence[Event]) -> list[str]:
    return [str(event.subject_id) for event in events]


def forget_the_oldest(database: Database, count: int) -> None:
    """As the worker tidies: what is done and old goes."""
    while Worker(database, sinks=[], duties=[]).run_once():
        pass
    database.write_now(store.tidy, before=FAR_AHEAD, most=count)


@pytest.mark.parametrize(
    "wrong", [{"after": -1}, {"after": "x"}, {"after": 2**53}, {"limit": 0}, {"limit": 201}]
)
def test_what_is_no_position_or_limit_is_refused_by_name(
    wrong: dict[str, object], people: People, call_as: CallAs
) -> None:
    answer = call_as(people.ehr).get("/events", **wrong)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == list(wrong)


def test_a_patient_has_no_feed(people: People, call_as: CallAs) -> None:
    assert call_as(people.anna).get("/events").status_code == 403


def test_another_clinics_events_never_show(database: Database, people: People, call_as: CallAs) -> None:
    theirs = put(database, people.cora, count=3)
    ours = put(database, people.anna, count=2)
    put(database, people.cora)

    assert subjects(follow(call_as(people.nora))) == ids(ours)
    assert subjects(follow(call_as(people.ehr), after=0, limit=1)) == ids(ours)
    assert subjects(follow(call_as(people.carl)))[:3] == ids(theirs)
    assert call_as(people.ehr).get("/events", after=3).status_code == 410, (
        "there are positions 3 and 4 elsewhere"
    )


def test_an_empty_feed_answers_the_position_to_go_on_from(people: People, call_as: CallAs) -> None:
    ehr = call_as(people.ehr)

    assert ehr.get("/events").json() == {"items": [], "next": None, "position": 0}
    assert ehr.get("/events", after=0).json() == {"items": [], "next": None, "position": 0}


def test_events_come_in_pages_each_once_without_any_worker(
    database: Database, people: People, call_as: CallAs
) -> None:
    events = put(database, people.anna, count=3) + put(database, people.ben, count=4)

    pages = follow(call_as(people.ehr), limit=3)

    assert subjects(pages) == ids(events)
    assert [len(page["items"]) for page in pages] == [3, 3, 1, 0]
    assert [page["position"] for page in pages] == [3, 6, 7, 7]
    assert {page["next"] for page in pages} == {None}


def test_an_event_names_what_happened_to_whom_and_quotes_nothing(
    database: Database, people: People, call_as: CallAs
) -> None:
    (event,) = put(database, people.anna)

    (shown,) = call_as(people.ehr).get("/events").json()["items"]

    assert set(shown) == {"id", "position", "kind", "patient_id", "subject_id", "at"}
    assert (shown["position"], shown["kind"]) == (1, "entry.recorded")
    assert (shown["patient_id"], shown["subject_id"]) == (str(people.anna.id), str(event.subject_id))
    age = datetime.now(UTC) - datetime.fromisoformat(shown["at"])
    assert timedelta(0) <= age < timedelta(minutes=10)


def test_whoever_comes_back_gets_what_is_new_and_the_same_again_when_asking_again(
    database: Database, people: People, call_as: CallAs
) -> None:
    ehr = call_as(people.ehr)
    put(database, people.anna, count=2)
    position = follow(ehr)[-1]["position"]
    new = put(database, people.ben)

    first, again = ehr.get("/events", after=position).json(), ehr.get("/events", after=position).json()

    assert subjects([first]) == ids(new)
    assert again == first


def test_a_position_older_than_what_is_kept_answers_410_and_says_what_to_do(
    database: Database, people: People, call_as: CallAs
) -> None:
    ehr = call_as(people.ehr)
    events = put(database, people.anna, count=5)
    forget_the_oldest(database, 3)

    answers = {after: ehr.get("/events", after=after) for after in range(6)}

    assert {after: answer.status_code for after, answer in answers.items()} == {
        0: 410, 1: 410, 2: 410, 3: 200, 4: 200, 5: 200,
    }  # fmt: skip
    assert answers[2].json()["type"].endswith("#position-gone")
    assert "without `after`" in answers[2].json()["detail"]
    assert subjects(follow(ehr)) == ids(events[3:])


def test_when_nothing_is_kept_a_new_program_begins_at_the_end(
    database: Database, people: People, call_as: CallAs
) -> None:
    ehr = call_as(people.ehr)
    put(database, people.anna, count=5)
    forget_the_oldest(database, 5)

    assert ehr.get("/events").json() == {"items": [], "next": None, "position": 5}
    assert ehr.get("/events", after=4).status_code == 410
    assert ehr.get("/events", after=5).status_code == 200


def test_a_position_that_a_restored_server_has_not_given_yet_answers_410(
    database: Database, people: People, call_as: CallAs
) -> None:
    put(database, people.anna, count=2)

    assert call_as(people.ehr).get("/events", after=3).status_code == 410


@pytest.mark.parametrize("who", ["nora", "ada", "ehr"])
def test_each_look_leaves_one_audit_row_that_names_who_was_seen(
    who: str, database: Database, people: People, call_as: CallAs
) -> None:
    actor: Actor = getattr(people, who)
    put(database, people.anna, count=2)
    put(database, people.ben)

    call_as(actor).get("/events")
    call_as(actor).get("/events", after=2)

    rows = rows_of(database, AuditRow)
    assert [(row["actor_id"], row["action"], row["patient_id"]) for row in rows] == [
        (actor.id, "events.read", None)
    ] * 2
    assert [row["new"] for row in rows] == [
        {"patients": [str(people.anna.id), str(people.ben.id)]},
        {"patients": [str(people.ben.id)]},
    ]


@pytest.mark.parametrize("who", ["nora", "ehr"])
def test_an_answer_about_nobody_leaves_no_row(
    who: str, database: Database, people: People, call_as: CallAs
) -> None:
    put(database, people.anna)
    actor: Actor = getattr(people, who)

    assert call_as(actor).get("/events", after=1).json()["items"] == []

    assert rows_of(database, AuditRow) == []


def test_a_refused_position_leaves_no_row(database: Database, people: People, call_as: CallAs) -> None:
    put(database, people.anna)

    assert call_as(people.ehr).get("/events", after=7).status_code == 410

    assert rows_of(database, AuditRow) == []
