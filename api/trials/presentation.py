"""A trial as its admin reads it: the counts, with names."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from api.access.actors import Actor
from api.patients import store as patients
from api.patients.models import Patient
from api.trials.models import PatientTried, RuleTried, Trial, TrialPublic, TrialState, TrialWithResults
from api.trials.tally import per_100_patients_and_week, shown


def public(row: Mapping[str, Any]) -> TrialPublic:
    return TrialPublic(hash=row["pack_hash"], asked_by=row["asked_by_name"], **_same(row))


def with_results(connection: Connection, actor: Actor, trial: Trial) -> TrialWithResults:
    """The trial; what came out once it is done, with the names of patients as they are now."""
    row = trial.model_dump()
    results = None
    if trial.state == TrialState.DONE:
        named = patients.by_ids(connection, actor, ids=named_in(trial))
        results = [_rule(rule, days=trial.results["days"], named=named) for rule in shown(trial.results)]
    return TrialWithResults(**public(row).model_dump(), results=results)


def named_in(trial: Trial) -> set[UUID]:
    """Whose alerts would be others; nobody until it is done."""
    rules = shown(trial.results) if trial.state == TrialState.DONE else []
    return {UUID(patient) for rule in rules for patient in rule["patients"]}


def _same(row: Mapping[str, Any]) -> dict[str, Any]:
    renamed = {"hash", "asked_by"}
    return {name: row[name] for name in TrialPublic.model_fields if name not in renamed}


def _rule(rule: Mapping[str, Any], *, days: int, named: Mapping[UUID, Patient]) -> RuleTried:
    gained, lost, raised, kept = rule["counts"]
    return RuleTried(
        rule=rule["rule"],
        title=rule["title"],
        sentence=rule["sentence"],
        gained=gained,
        lost=lost,
        raised=raised,
        kept=kept,
        gained_per_100_patients_and_week=per_100_patients_and_week(gained, days=days),
        lost_per_100_patients_and_week=per_100_patients_and_week(lost, days=days),
        raised_per_100_patients_and_week=per_100_patients_and_week(raised, days=days),
        patients=_patients(rule["patients"], named),
    )


def _patients(counted: Mapping[str, list[int]], named: Mapping[UUID, Patient]) -> list[PatientTried]:
    found = [(named.get(UUID(key)), counts) for key, counts in counted.items()]
    listed = [
        PatientTried(id=patient.id, name=patient.name, gained=gained, lost=lost, raised=raised)
        for patient, (gained, lost, raised) in found
        if patient is not None
    ]
    return sorted(listed, key=lambda one: (one.name, one.id))
