"""Every alert can be judged again by exactly what it was judged by, whatever changed since."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from api.alerts import service as alerts
from api.alerts.models import Alert, Outcome, Resolution, Status
from api.database import Database
from api.diary.explaining import Cause, explained
from api.diary.models import RevisionRow
from api.etags import etag
from api.medications.models import Medication
from api.patients.models import Patient
from api.rulebooks import service
from api.rulebooks.models import GuidanceText, KeptPacks, Withdrawal
from api.rules.guidance import DOCUMENT
from tests.support.entries import MONDAY, NOON, SUNDAY, write
from tests.support.factories import a_medication, insert
from tests.support.judging import CRITERIA, explained_alerts, set_number, sign
from tests.support.personas import People
from tests.support.rows import rows_of

SEED = 20261123
DAYS = 36


def a_fever(value: float) -> dict[str, Any]:
    return {"temperature": [{"value": value, "unit": "°C", "at": "08:10"}]}


def two_bad_days(database: Database, people: People) -> None:
    for day in (SUNDAY, MONDAY):
        write(database, people.anna, day, loose_stools=5)


def take(database: Database, people: People, medicine: str) -> None:
    def work(connection: sa.Connection) -> None:
        anna = connection.execute(sa.select(Patient.__table__).where(Patient.id == people.anna.id)).mappings()  # type: ignore[attr-defined,arg-type]
        insert(connection, a_medication(Patient(**anna.one()), catalogue_id=medicine, name=medicine))

    database.write_now(work)


def test_an_alert_of_before_judgements_were_kept_says_so(database: Database, people: People) -> None:
    two_bad_days(database, people)
    database.write_now(lambda connection: connection.execute(sa.update(Alert).values(judged_by=None)))

    [found] = explained_alerts(database).values()

    assert [one.cause for one in found.differences] == [Cause.NOT_KEPT]


@pytest.mark.parametrize(
    ("change", "causes"),
    [
        (sa.update(RevisionRow).values(readings={"diarrhea": {"count": 6}}), [Cause.FINDING_DIFFERS]),
        (sa.update(RevisionRow).values(readings={"diarrhea": {"count": 3}}), [Cause.NOTHING_FOUND]),
        (sa.delete(RevisionRow), [Cause.REVISION_LOST, Cause.NOTHING_FOUND]),
        (sa.delete(KeptPacks), [Cause.TEXT_LOST, Cause.NOTHING_FOUND]),
        (sa.update(KeptPacks).values(packs=[]), [Cause.TEXT_LOST, Cause.NOTHING_FOUND]),
        (sa.update(Alert).values(judged_by={"packs": "none"}), [Cause.UNREADABLE]),
    ],
    ids=["worse readings", "milder readings", "no revisions", "no packs", "other packs", "no judgement"],
)
def test_what_was_tampered_with_shows(
    database: Database, people: People, change: sa.Executable, causes: list[Cause]
) -> None:
    two_bad_days(database, people)
    assert [one.differences for one in explained_alerts(database).values()] == [()]

    database.write_now(lambda connection: connection.execute(change))

    [found] = explained_alerts(database).values()
    assert [one.cause for one in found.differences] == causes


def test_a_text_that_ships_no_more_is_read_as_it_was_kept_and_not_when_it_was_changed(
    database: Database, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_bad_days(database, people)
    monkeypatch.setattr("api.rulebooks.kept.published", dict)

    [found] = explained_alerts(database).values()
    assert found.differences == ()

    changed = sa.update(GuidanceText).values(text=GuidanceText.__table__.c.text + "\n")  # type: ignore[attr-defined]
    database.write_now(lambda connection: connection.execute(changed))
    [found] = explained_alerts(database).values()
    assert found.differences[0].cause is Cause.TEXT_LOST


def test_after_an_edit_and_a_new_signature_it_still_comes_out_as_it_was_then(
    database: Database, people: People
) -> None:
    two_bad_days(database, people)

    write(database, people.anna, MONDAY, loose_stools=0)
    set_number(database, people.ada, {"pack": DOCUMENT, "rule": "loose-stools", "value": 1})
    sign(database, people.ada, DOCUMENT)

    [found] = explained_alerts(database).values()
    assert (found.differences, found.stands) == ((), False)
    assert [one.values for one in found.runs[0].evidence] == [(5,), (5,)]
    assert (found.today.is_in_force, found.today.is_same) == (True, False)


def test_numbers_of_the_clinic_and_of_a_patient_are_judged_by_again(
    database: Database, people: People
) -> None:
    sign(database, people.ada)
    fever = {"pack": CRITERIA, "rule": "fever", "value": 37.5}
    set_number(database, people.ada, fever)
    stools = {"pack": DOCUMENT, "rule": "loose-stools", "value": 3}
    set_number(database, people.nora, stools, patient=people.anna)
    for day in (SUNDAY, MONDAY):
        write(database, people.anna, day, loose_stools=3, readings=a_fever(37.6))

    set_number(database, people.ada, fever | {"value": 38.0})

    found = explained_alerts(database)
    assert [one.differences for one in found.values()] == [()] * len(found)
    assert [one.by for one in found["fever"].runs[0].adjusted] == ["clinic"]
    assert [one.by for one in found["loose-stools"].runs[0].adjusted] == ["patient"]
    assert (found["fever"].today.is_same, found["loose-stools"].today.is_same) == (False, True)


def test_a_medicine_that_was_taken_then_counts_though_it_was_a_mistake(
    database: Database, people: People
) -> None:
    sign(database, people.ada)
    take(database, people, "pazopanib")
    write(database, people.anna, MONDAY, readings={"yellow_skin": {"presence": True}})

    database.write_now(lambda connection: connection.execute(sa.update(Medication).values(is_mistake=True)))

    found = explained_alerts(database)["liver-signs"]
    assert found.judged_by is not None
    assert [one.medicine for one in found.judged_by.taking] == ["pazopanib"]
    assert (found.differences, found.today.found) == ((), ())


def test_a_rule_in_force_no_more_is_explained_by_the_rules_of_then(
    database: Database, people: People
) -> None:
    sign(database, people.ada)
    write(database, people.anna, MONDAY, readings=a_fever(38.6))

    database.write_now(service.withdraw, people.ada, CRITERIA, Withdrawal(reason="For now."))

    found = explained_alerts(database)["fever"]
    assert (found.differences, found.today.is_in_force) == ((), False)


def test_a_run_longer_than_what_was_read_of_it_is_judged_by_the_part_that_was_read(
    database: Database, people: People
) -> None:
    for back in range(25, 0, -1):
        write(database, people.anna, MONDAY - timedelta(days=back), loose_stools=5)
    _resolve_all(database, people)

    write(database, people.anna, MONDAY, loose_stools=5)

    judged = [database.read_now(explained, row) for row in rows_of(database, Alert)]
    assert [one.differences for one in judged] == [(), ()]


def test_days_before_and_after_that_a_finding_hangs_on_are_judged_with_it(
    database: Database, people: People, monday_noon: time_machine.Traveller
) -> None:
    monday_noon.move_to(NOON - timedelta(days=DAYS))
    sign(database, people.ada, ticked="worsening-symptom")
    monday_noon.move_to(NOON)
    for back in range(6, 1, -1):
        write(database, people.anna, MONDAY - timedelta(days=back), readings={"nausea": {"severity": 0}})
    write(database, people.anna, SUNDAY, loose_stools=5, readings={"nausea": {"severity": 2}})

    write(database, people.anna, MONDAY, loose_stools=5)

    found = explained_alerts(database)
    assert found.keys() == {"worsening-symptom", "loose-stools", "two-symptoms-together"}
    assert found["two-symptoms-together"].alert["last_day"] == SUNDAY
    assert [one.differences for one in found.values()] == [(), (), ()]


def test_what_was_usual_then_is_judged_by_and_not_what_is_usual_now(
    database: Database, people: People
) -> None:
    sign(database, people.ada)
    usual = sa.update(Patient).where(Patient.id == people.anna.id)  # type: ignore[arg-type]
    database.write_now(lambda c: c.execute(usual.values(usual_weight=70.0, usual_weight_unit="kg")))
    write(database, people.anna, MONDAY, readings={"weight": [{"value": 75, "unit": "kg", "at": "07:00"}]})

    database.write_now(lambda c: c.execute(usual.values(usual_weight=75.0)))

    [found] = explained_alerts(database).values()
    assert (found.differences, found.today.found) == ((), ())


def test_whatever_was_written_in_whatever_order_every_alert_comes_out_the_same(
    database: Database, people: People, monday_noon: time_machine.Traveller
) -> None:
    dice = Random(SEED)
    monday_noon.move_to(NOON - timedelta(days=DAYS))
    sign(database, people.ada)
    monday_noon.move_to(NOON)
    take(database, people, "imatinib")
    days = [MONDAY - timedelta(days=back) for back in range(DAYS)]
    saves = dice.sample(days, k=DAYS - 6) + dice.choices(days, k=8)

    for number, day in enumerate(saves):
        write(database, people.anna, day, readings=_readings(dice))
        if number % 9 == 8:
            _resolve_all(database, people)

    judged = [database.read_now(explained, row) for row in rows_of(database, Alert)]
    assert [one.differences for one in judged] == [()] * len(judged), SEED
    assert len({one.alert["rule"] for one in judged}) >= 5
    assert any(row["status"] == Status.RESOLVED for row in rows_of(database, Alert))


def _readings(dice: Random) -> dict[str, Any]:
    said: dict[str, Any] = {"diarrhea": {"count": dice.choice((0, 4, 5, 8))}} if dice.random() < 0.8 else {}
    said |= {"nausea": {"severity": dice.randrange(5)}, "vomiting": {"count": dice.choice((0, 0, 3, 6))}}
    if dice.random() < 0.3:
        said |= a_fever(dice.choice((36.8, 38.2)))
    return said | {"weight": [{"value": dice.choice((70, 74, 80)), "unit": "kg", "at": "07:00"}]}


def _resolve_all(database: Database, people: People) -> None:
    done = Resolution(outcome=Outcome.ADVICE_GIVEN)
    for row in rows_of(database, Alert):
        if row["status"] != Status.RESOLVED:
            nora = replace(people.nora, trail=[])
            database.write_now(alerts.resolve, nora, row["id"], done, if_match=etag(row["version"]))
