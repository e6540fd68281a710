"""Trials as a clinic's admin asks for them, for tests that only need them to be there."""

from dataclasses import replace
from threading import Event
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from api.access.actors import Actor
from api.database import Database
from api.ids import new_id
from api.rules.guidance import DOCUMENT
from api.trials.asking import keep, planned_trial, read_pack, signed_text_of
from api.trials.models import Trial, TrialCreate
from api.trials.running import run_waiting
from tests.support.rows import rows_of

RULE = "loose-stools"


def a_trial(connection: Connection, owner: Actor, **stated: Any) -> UUID:
    """A trial of the document's pack at the clinic of this actor, asked for by an admin; gives its id."""
    admin = replace(owner, kind="admin", id=new_id(), name="An admin", trail=[])
    body = TrialCreate.model_validate({"pack": DOCUMENT} | stated)
    tried = read_pack(body, signed_text_of(connection, owner.clinic_id, body.pack))
    trial = planned_trial(connection, admin, body, tried)
    keep(connection, admin, trial)
    return trial.id


def a_number(value: float, name: str = "number") -> dict[str, Any]:
    return {"rule": RULE, "name": name, "value": value}


def work_through(database: Database) -> None:
    """What the worker does about trials."""
    run_waiting(database, stop=Event())


def trial_of(database: Database, key: UUID) -> Trial:
    return next(Trial(**row) for row in rows_of(database, Trial) if row["id"] == key)


def counts_in(trial: Trial) -> list[int]:
    """Gained, lost, raised and kept of the document's rule."""
    [rule] = [rule for rule in trial.results["rules"] if rule["rule"] == RULE]
    return list(rule["counts"])
