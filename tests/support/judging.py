"""Rules in force, numbers and medicines, put there as staff put them."""

from typing import Any

from sqlalchemy import Connection

from api.access.actors import Actor
from api.alerts.models import Alert
from api.database import Database
from api.diary.explaining import Explained, explained
from api.diary.judgement import reevaluate
from api.rulebooks import service, thresholds
from api.rulebooks.models import Signing, ThresholdCreate, ThresholdEnd
from api.rules.guidance import published
from tests.support.rows import rows_of

CRITERIA = "published-criteria"


def sign(database: Database, admin: Actor, pack: str = CRITERIA, *, ticked: str = "") -> None:
    """All rules of a pack that need no tick of their own, and the one that was ticked."""
    text = published()[pack]
    rules = [rule.id for rule in text.rules if not rule.needs_own_tick or rule.id == ticked]
    signing = Signing(hash=text.hash, rules=rules, reason="We call these patients daily.")
    database.write_now(service.sign, admin, pack, signing)


def set_number(
    database: Database, by: Actor, number: dict[str, Any], *, patient: Actor | None = None
) -> None:
    """A clinic's number, or one of a patient's own."""
    body = ThresholdCreate.model_validate({"reason": "As agreed in the round."} | number)
    if patient is None:
        database.write_now(thresholds.set_for_clinic, by, body)
    else:
        database.write_now(thresholds.set_for_patient, by, str(patient.id), body)


def end_own_numbers(database: Database, by: Actor, *, patient: Actor) -> None:
    """A patient's own numbers ended, and her diary judged again, as the route does."""
    body = ThresholdEnd(reason="As agreed in the round.")

    def work(connection: Connection) -> None:
        for number in thresholds.of_patient(connection, by, str(patient.id)).items:
            thresholds.end_for_patient(connection, by, str(patient.id), number.id, body)
        reevaluate(connection, by, patient.id)

    database.write_now(work)


def explained_alerts(database: Database) -> dict[str, Explained]:
    """Every alert judged again, by rule; of several of a rule the newest."""
    return {row["rule"]: database.read_now(explained, row) for row in rows_of(database, Alert)}
