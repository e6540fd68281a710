"""Who may ask for a trial, what of, and who may read it."""

from dataclasses import replace
from typing import Any

import pytest

from api.access.actors import Actor
from api.access.models import Staff
from api.audit.models import AuditRow
from api.database import Database
from api.ids import new_id
from api.rules.guidance import DOCUMENT, load, published, published_text
from api.trials.models import Trial
from tests.rulebooks.test_signing import signing
from tests.rules.small_packs import pack_text
from tests.rules.written import PACK
from tests.support.callers import CallAs
from tests.support.factories import insert
from tests.support.personas import MOVED_IN_AT, PASSWORD_HASH, People
from tests.support.rows import rows_of
from tests.support.trials import RULE, a_number, work_through

TRIALS = "/clinic/guidance/trials"
OTHER = "published-criteria"
NEW_RULE = PACK.split("[[rules]]")[1].replace('id = "loose-stools"', 'id = "loose-stools-too"')


def asking(**stated: Any) -> dict[str, Any]:
    return {"pack": DOCUMENT} | stated


def the_trial(database: Database) -> Trial:
    [row] = rows_of(database, Trial)
    return Trial(**row)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (asking(pack="unknown"), "pack"),
        (asking(pack="another", text=PACK), "pack"),
        (asking(rules=["unknown"]), "rules"),
        (asking(numbers=[a_number(3) | {"rule": "unknown"}]), "numbers.0.rule"),
        (asking(numbers=[a_number(3), a_number(3, "unknown")]), "numbers.1.name"),
        (asking(numbers=[a_number(0.5)]), "numbers.0.value"),
        (asking(numbers=[a_number(5)]), "numbers.0.value"),
        (asking(numbers=[a_number(3.5)]), "numbers.0.value"),
        (asking(numbers=[a_number(1.5, "days_in_a_row")]), "numbers.0.value"),
        (asking(rules=[], numbers=[a_number(3)]), "numbers.0.rule"),
        (asking(since_days=0), "since_days"),
        (asking(since_days=367), "since_days"),
        (asking(text="id = \u0000"), "text"),
        (asking(pack="small", text=pack_text('{ yes = "rash" }').replace("the-rule", RULE)), "text"),
    ],
)
def test_what_cannot_be_tried_is_refused_by_its_field_and_nothing_is_kept(
    call_as: CallAs, people: People, database: Database, body: dict[str, Any], field: str
) -> None:
    refused = call_as(people.ada).post(TRIALS, body)

    assert refused.status_code == 422, refused.text
    assert [error["field"] for error in refused.json()["errors"]] == [field]
    assert rows_of(database, Trial) == []
    assert rows_of(database, AuditRow) == []


def test_a_draft_that_does_not_load_is_refused_with_the_line_of_each_fault(
    call_as: CallAs, people: People
) -> None:
    lines = PACK.replace('level = "call"', 'level = "shout"')

    refused = call_as(people.ada).post(TRIALS, asking(text=lines)).json()

    [error] = refused["errors"]
    line = next(n for n, text in enumerate(lines.splitlines(), 1) if text.startswith("level"))
    assert error["field"] == "text"
    assert error["problem"].startswith(f"Line {line}: ")


@pytest.mark.parametrize("who", ["nora", "anna", "ehr"])
def test_nobody_but_an_admin_asks_or_reads(
    call_as: CallAs, people: People, database: Database, who: str
) -> None:
    key = call_as(people.ada).post(TRIALS, asking()).json()["id"]
    caller = call_as(getattr(people, who))

    answers = [caller.post(TRIALS, asking()), caller.get(TRIALS), caller.get(f"{TRIALS}/{key}")]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert len(rows_of(database, Trial)) == 1


def test_another_clinics_admin_sees_no_trial(call_as: CallAs, people: People, database: Database) -> None:
    key = call_as(people.ada).post(TRIALS, asking()).json()["id"]
    cleo = an_admin_elsewhere(database, people)

    assert call_as(cleo).get(f"{TRIALS}/{key}").status_code == 404
    assert call_as(cleo).get(TRIALS).json() == {"items": [], "next": None}


def test_a_trial_is_kept_as_it_was_asked_with_an_audit_row(
    call_as: CallAs, people: People, database: Database
) -> None:
    made = call_as(people.ada).post(TRIALS, asking(numbers=[a_number(3)], since_days=90))

    assert made.status_code == 202, made.text
    pack = published()[DOCUMENT]
    trial = made.json()
    assert trial | {"id": "", "asked_at": ""} == {
        "id": "", "pack": DOCUMENT, "version": pack.version, "hash": pack.hash, "is_draft": False,
        "numbers": [{"rule": RULE, "name": "number", "value": 3.0}],
        "since": "2026-08-26", "until": "2026-11-23", "state": "waiting",
        "patients": 2, "judged": 0, "skipped": 0,
        "asked_by": "Ada Moreau", "asked_at": "", "finished_at": None, "results": None,
    }  # fmt: skip
    [row] = rows_of(database, AuditRow)
    assert (row["action"], row["actor_name"], row["patient_id"]) == ("trial.asked", "Ada Moreau", None)
    assert str(row["subject_id"]) == trial["id"]
    assert row["new"]["numbers"] == trial["numbers"]


def test_reading_what_came_out_leaves_a_row_that_names_whose_alerts_it_told(
    call_as: CallAs, diaries: People, database: Database
) -> None:
    ada = call_as(diaries.ada)
    key = ada.post(TRIALS, asking(numbers=[a_number(3)])).json()["id"]
    ada.get(f"{TRIALS}/{key}")
    work_through(database)

    for _ in range(2):
        assert ada.get(f"{TRIALS}/{key}").json()["state"] == "done"

    read = [row["new"]["patients"] for row in rows_of(database, AuditRow) if row["action"] == "trial.read"]
    assert read == [[], [str(diaries.anna.id), str(diaries.ben.id)]]


def test_trials_are_listed_newest_first_without_their_results(call_as: CallAs, people: People) -> None:
    ada = call_as(people.ada)
    keys = [ada.post(TRIALS, asking()).json()["id"] for _ in range(3)]

    first = ada.get(TRIALS, limit=2).json()
    second = ada.get(TRIALS, limit=2, cursor=first["next"]).json()

    assert [one["id"] for one in first["items"] + second["items"]] == keys[::-1]
    assert second["next"] is None
    assert "results" not in first["items"][0]


def test_a_draft_keeps_its_text_to_the_byte(call_as: CallAs, people: People, database: Database) -> None:
    draft = PACK.replace("\n", "\r\n") + "\r\n\r\n"

    made = call_as(people.ada).post(TRIALS, asking(text=draft)).json()

    assert (made["is_draft"], made["hash"]) == (True, load(draft).hash)
    assert the_trial(database).pack_text == draft


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, {RULE}),
        (PACK, {RULE}),
        (f"{PACK}\n[[rules]]{NEW_RULE}", {RULE, "loose-stools-too"}),
        (f"{PACK}\n[[rules]]\noptional = true{NEW_RULE}", {RULE}),
    ],
)
def test_rules_that_are_not_named_are_those_in_force_and_what_is_new_in_a_draft(
    call_as: CallAs, people: People, database: Database, text: str | None, expected: set[str]
) -> None:
    made = call_as(people.ada).post(TRIALS, asking(text=text))

    assert made.status_code == 202, made.text
    assert set(the_trial(database).rules) == expected


def test_of_a_pack_that_is_signed_those_that_were_ticked_are_tried(
    call_as: CallAs, people: People, database: Database
) -> None:
    ada = call_as(people.ada)
    default = {rule.id for rule in published()[OTHER].rules if not rule.needs_own_tick}
    ada.post(TRIALS, asking(pack=OTHER))
    unsigned = the_trial(database).rules
    body = signing(without="fever", reason="Not here.")
    ada.post(f"/clinic/guidance/{OTHER}/sign", body)
    ada.post(TRIALS, asking(pack=OTHER))
    ada.post(TRIALS, asking(pack=OTHER, text=published_text(OTHER)))

    signed, drafted = [row["rules"] for row in rows_of(database, Trial)][1:]

    assert set(unsigned) == default
    assert set(signed) == set(drafted) == default - {"fever"}


def an_admin_elsewhere(database: Database, people: People) -> Actor:
    cleo = replace(people.carl, kind="admin", id=new_id(), name="Cleo Stone", trail=[])
    row = Staff(
        id=cleo.id, clinic_id=cleo.clinic_id, name=cleo.name, email="cleo@example.org", role="admin",
        password_hash=PASSWORD_HASH, created_at=MOVED_IN_AT,
    )  # fmt: skip
    database.write_now(insert, row)
    return cleo
