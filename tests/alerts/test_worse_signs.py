"""An acknowledgement quiets what was seen: another sign or a worse value asks for attention again."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from api.alerts import service as alerts
from api.alerts import store
from api.alerts.effects import Effect, effect_of
from api.alerts.models import Acknowledgement, Alert, AlertPublic, Happening, Outcome, Resolution, Status
from api.alerts.worse import STEPS, WEIGHT_PERCENT
from api.database import Database
from api.diary import judgement
from api.patients import store as patients
from api.rules.evaluate import Baseline, Diary, Finding, Readings, findings_in
from api.rules.guidance import published
from api.rules.rulebook import PackInForce, rulebook
from api.rules.vocabulary import MEASUREMENTS
from tests.support.entries import MONDAY, SUNDAY, write
from tests.support.personas import People
from tests.support.rows import rows_of
from tests.support.rulebooks import sign_every_rule

TUESDAY = MONDAY + timedelta(days=1)
CRITERIA = "published-criteria"
LATER: dict[str, Any] = {"shortness_of_breath": {"severity": 4}}
# Of the criteria: what was acknowledged, and what the next day or an edit then says.
WORSE = [
    ("severe-symptom", {"nausea": {"severity": 3}}, {"nausea": {"severity": 0}, **LATER}),
    ("severe-symptom", {"nausea": {"severity": 3}}, {"nausea": {"severity": 4}}),
    ("severe-symptom", {"nausea": {"severity": 3}}, {"nausea": {"severity": 3}, "chills": {"severity": 4}}),
    ("crisis", {"sad": {"severity": 4}}, {"self_harm_thoughts": {"presence": True}}),
    ("crisis", {"sad": {"severity": 4}}, {"sad": {"severity": 4}, "self_harm_thoughts": {"presence": True}}),
    ("vomiting", {"vomiting": {"count": 3}}, {"vomiting": {"count": 6}}),
    ("fever", "38.0 °C", "39.0 °C"),
    ("fever", "100.4 °F", "102.2 °F"),
    ("high-blood-pressure", "160/90 mmHg", "180/90 mmHg"),
    ("high-blood-pressure", "160/90 mmHg", "160/100 mmHg"),
    ("low-blood-sugar", "69 mg/dL", "54 mg/dL"),
    ("low-temperature", "35.9 °C", "34.9 °C"),
    ("weight-loss", "76 kg", "72 kg"),
    ("weight-gain", "84 kg", "88 kg"),
]
NO_WORSE = [
    ("severe-symptom", {"nausea": {"severity": 4}}, {"nausea": {"severity": 3}}),
    ("severe-symptom", {"nausea": {"severity": 3}, **LATER}, LATER),
    ("crisis", {"self_harm_thoughts": {"presence": True}}, {"self_harm_thoughts": {"presence": True}}),
    ("vomiting", {"vomiting": {"count": 3}}, {"vomiting": {"count": 5}}),
    ("fever", "38.0 °C", "38.9 °C"),
    ("fever", "40.0 °C", "38.5 °C"),
    ("high-blood-pressure", "160/90 mmHg", "179/90 mmHg"),
    ("low-blood-sugar", "60 mg/dL", "69 mg/dL"),
    ("low-blood-sugar", "69 mg/dL", "55 mg/dL"),
    ("low-temperature", "34.0 °C", "35.5 °C"),
    ("weight-loss", "76 kg", "73 kg"),
    ("weight-loss", "72 kg", "76 kg"),
]


def readings(said: Any) -> Readings:
    if not isinstance(said, str):
        return said  # type: ignore[no-any-return]
    number, unit = said.split(" ")
    if unit == "mmHg":
        systolic, diastolic = map(float, number.split("/"))
        return {"blood_pressure": [{"systolic": systolic, "diastolic": diastolic, "unit": unit}]}
    name = {"°C": "temperature", "°F": "temperature", "mg/dL": "glucose", "kg": "weight"}[unit]
    return {name: [{"value": float(number), "unit": unit}]}


def found(rule: str, days: dict[date, Any]) -> Sequence[Finding]:
    book = rulebook([PackInForce(published()[CRITERIA], frozenset({rule}))])
    diary = Diary({day: (readings(said),) for day, said in days.items()}, (), Baseline(weight_kg=80.0))
    return findings_in(diary, book)


@pytest.mark.parametrize(("rule", "seen", "said"), WORSE)
def test_what_is_worse_raises_on_the_same_day_and_on_the_next(rule: str, seen: Any, said: Any) -> None:
    known = found(rule, {SUNDAY: seen})
    [edited] = found(rule, {SUNDAY: said})
    [longer] = found(rule, {SUNDAY: seen, MONDAY: said})

    assert effect_of(edited, known=known) is effect_of(longer, known=known) is Effect.RAISE
    assert effect_of(edited, known=[edited]) is effect_of(longer, known=[longer]) is Effect.NOTHING


@pytest.mark.parametrize(("rule", "seen", "said"), NO_WORSE)
def test_what_is_no_worse_stays_quiet(rule: str, seen: Any, said: Any) -> None:
    known = found(rule, {SUNDAY: seen})
    [edited] = found(rule, {SUNDAY: said})
    [longer] = found(rule, {SUNDAY: seen, MONDAY: said})

    assert (effect_of(edited, known=known), effect_of(longer, known=known)) == (Effect.NOTHING, Effect.GROW)


def test_every_measurement_has_a_step() -> None:
    fields = {(name, field) for name, one in MEASUREMENTS.items() for field in one.fields}

    assert fields - STEPS.keys() == {("weight", "value")}
    assert WEIGHT_PERCENT > 0


def save(database: Database, people: People, day: date, said: Any) -> AlertPublic:
    saved = write(database, people.anna, day, readings=readings(said)).alerts
    return next(alert for alert in saved if alert.rule == "severe-symptom")


def acknowledge(database: Database, people: People, alert: AlertPublic) -> AlertPublic:
    tag = f'"{alert.version}"'
    return database.write_now(alerts.acknowledge, people.nora, alert.id, Acknowledgement(), if_match=tag)


def overdue(database: Database, people: People) -> Sequence[judgement.Overdue]:
    def work(connection: Connection) -> Sequence[judgement.Overdue]:
        return judgement.overdue(connection, patients.get(connection, people.anna, "me"), since=SUNDAY)

    return database.read_now(work)


def judge_again(database: Database, people: People) -> Sequence[judgement.Overdue]:
    def work(connection: Connection) -> Sequence[judgement.Overdue]:
        return judgement.judge_again(connection, patients.lock(connection, people.anna, "me"), since=SUNDAY)

    return database.write_now(work)


@pytest.fixture
def criteria(database: Database, people: People) -> None:
    database.write_now(sign_every_rule, people.ada, CRITERIA)


@pytest.mark.usefixtures("criteria")
def test_another_sign_takes_an_acknowledged_alert_back_and_says_which(
    database: Database, people: People
) -> None:
    acknowledge(database, people, save(database, people, MONDAY, {"nausea": {"severity": 3}}))

    alert = save(database, people, MONDAY, {"nausea": {"severity": 0}, **LATER})

    assert (alert.status, alert.acknowledged, alert.raises) == (Status.OPEN, None, 1)
    assert alert.history[-1].kind is Happening.RAISED
    assert "Short of breath, how bad: 4 (new)" in alert.history[-1].words
    assert overdue(database, people) == ()


@pytest.mark.usefixtures("criteria")
def test_an_alert_that_waits_says_which_value_is_worse_and_keeps_its_place(
    database: Database, people: People
) -> None:
    first = save(database, people, MONDAY, {"nausea": {"severity": 3}})

    same = save(database, people, TUESDAY, {"nausea": {"severity": 3}})
    worse = save(database, people, TUESDAY, {"nausea": {"severity": 4}})

    assert (same.raises, worse.raises) == (0, 1)
    assert worse.attention_since == first.attention_since
    assert "Nausea, how bad: 3 → 4" in worse.history[-1].words
    assert overdue(database, people) == ()


@pytest.mark.usefixtures("criteria")
def test_a_raise_for_another_sign_that_was_lost_is_overdue(database: Database, people: People) -> None:
    acknowledge(database, people, save(database, people, MONDAY, {"nausea": {"severity": 3}}))
    milder = next(row for row in rows_of(database, Alert) if row["rule"] == "severe-symptom")
    save(database, people, MONDAY, {"nausea": {"severity": 3}, **LATER})

    lost = sa.update(store.alert).where(store.alert.c.id == milder["id"]).values(milder)
    database.write_now(lambda connection: connection.execute(lost) and None)

    assert [one.kind for one in overdue(database, people)] == ["raised"]
    assert [one.kind for one in judge_again(database, people)] == ["raised"]


@pytest.mark.usefixtures("criteria")
def test_a_resolution_closes_what_was_seen_and_another_sign_opens_again(
    database: Database, people: People
) -> None:
    first = save(database, people, MONDAY, {"nausea": {"severity": 3}})
    done = Resolution(outcome=Outcome.ADVICE_GIVEN)
    database.write_now(alerts.resolve, people.nora, first.id, done, if_match=f'"{first.version}"')

    again = save(database, people, MONDAY, {"nausea": {"severity": 3}, **LATER})

    assert (again.follows, again.status) == (first.id, Status.OPEN)
    assert overdue(database, people) == ()
