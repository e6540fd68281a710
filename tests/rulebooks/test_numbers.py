"""A clinic's and a patient's own numbers: bounds, reasons, and what they do to alerts."""

import pytest

from api.alerts.models import Alert
from api.database import Database
from api.rulebooks.models import KeptPacks
from api.rules.guidance import DOCUMENT, published
from api.sweeper.models import Repair
from api.sweeper.service import sweep
from tests.support.callers import CallAs
from tests.support.entries import MONDAY, SUNDAY, write
from tests.support.personas import People
from tests.support.rows import rows_of


def a_number(value: float, **stated: object) -> dict[str, object]:
    return {"pack": DOCUMENT, "rule": "loose-stools", "value": value} | stated


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (a_number(5, reason="Fewer calls."), "value"),
        (a_number(0.5), "value"),
        (a_number(3, pack="unknown"), "pack"),
        (a_number(3, rule="unknown"), "rule"),
        (a_number(3, name="unknown"), "name"),
        (a_number(3.5), "value"),
        (a_number(1.5, name="days_in_a_row"), "value"),
        (a_number(3, name="days_in_a_row"), "reason"),
    ],
)
def test_a_number_out_of_bounds_or_weaker_without_a_reason_is_refused(
    call_as: CallAs, people: People, database: Database, body: dict[str, object], field: str
) -> None:
    refused = call_as(people.ada).post("/clinic/thresholds", body)

    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == [field]
    assert call_as(people.nora).get("/clinic/thresholds").json()["items"] == []


def test_a_weaker_number_is_set_with_a_reason_flagged_and_listed(call_as: CallAs, people: People) -> None:
    body = a_number(3, name="days_in_a_row", reason="Our patients are called daily.")

    made = call_as(people.ada).post("/clinic/thresholds", body)

    assert made.status_code == 201
    [listed] = call_as(people.nora).get("/clinic/thresholds").json()["items"]
    assert listed == made.json()
    assert (listed["weakens"], listed["set_by"], listed["pack_number"]) == (True, "Ada Moreau", 2)


def test_a_patients_number_judges_her_diary_at_once_and_the_alert_says_whose_it_is(
    call_as: CallAs, people: People, database: Database
) -> None:
    for day in (SUNDAY, MONDAY):
        write(database, people.anna, day, loose_stools=3)
        write(database, people.ben, day, loose_stools=3)
    assert rows_of(database, Alert) == []
    nora = call_as(people.nora)

    made = nora.post(f"/patients/{people.anna.id}/thresholds", a_number(3))

    assert made.status_code == 201
    [alert] = nora.get(f"/patients/{people.anna.id}/alerts").json()["items"]
    used = {"name": "number", "number": 3.0, "pack_number": 4.0, "by": "patient"}
    assert alert["adjusted"] == [used]
    assert nora.get(f"/patients/{people.ben.id}/alerts").json()["items"] == []
    [row] = rows_of(database, Alert)
    [kept] = rows_of(database, KeptPacks)
    assert row["judged_by"]["packs"] == kept["hash"]
    assert kept["packs"][0]["hash"] == published()[DOCUMENT].hash

    path = f"/patients/{people.anna.id}/thresholds/{made.json()['id']}/end"
    ended = nora.post(path, {"reason": "Seen in clinic."})
    assert ended.status_code == 200
    [kept] = nora.get(f"/patients/{people.anna.id}/thresholds").json()["items"]
    assert kept == ended.json()
    assert (kept["ended_by"], kept["end_reason"]) == ("Nora Lind", "Seen in clinic.")


def test_a_clinics_number_is_caught_up_by_the_next_sweep_and_is_no_repair(
    call_as: CallAs, people: People, database: Database
) -> None:
    for day in (SUNDAY, MONDAY):
        write(database, people.anna, day, loose_stools=3)
    call_as(people.ada).post("/clinic/thresholds", a_number(3))

    assert sweep(database) == 0

    [row] = rows_of(database, Alert)
    assert row["runs"][0]["adjusted"][0]["by"] == "clinic"
    assert rows_of(database, Repair) == []


def test_a_patients_own_number_counts_before_the_clinics(
    call_as: CallAs, people: People, database: Database
) -> None:
    call_as(people.ada).post("/clinic/thresholds", a_number(1))
    weaker = a_number(3, reason="Her usual is two.")
    assert call_as(people.nora).post(f"/patients/{people.anna.id}/thresholds", weaker).json()["weakens"]

    for day in (SUNDAY, MONDAY):
        write(database, people.anna, day, loose_stools=2)
        write(database, people.ben, day, loose_stools=2)

    assert [row["patient_id"] for row in rows_of(database, Alert)] == [people.ben.id]
    [watched] = call_as(people.anna).get("/patients/me/watch").json()["items"]
    assert [one["by"] for one in watched["adjusted"]] == ["patient"]
