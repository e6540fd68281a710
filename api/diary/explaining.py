"""An alert judged again by what it was judged by, and by today's diary and rules; nothing is changed."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from uuid import UUID

from sqlalchemy import Connection

from api.access.operator import Operator
from api.alerts import store as alerts
from api.alerts.effects import touching
from api.alerts.reconcile import Row, runs_in
from api.alerts.taken_away import edited_since
from api.audit import store as audit
from api.diary import store
from api.diary.judged_by import JudgedBy, judged_by_in
from api.diary.judgement import found_around
from api.errors import NotFound
from api.rules.evaluate import Diary, Finding, findings_in


class Cause(StrEnum):
    """Why an alert does not come out as it did."""

    NOT_KEPT = "not_kept"
    UNREADABLE = "unreadable"
    TEXT_LOST = "text_lost"
    REVISION_LOST = "revision_lost"
    FINDING_DIFFERS = "finding_differs"
    NOTHING_FOUND = "nothing_found"


@dataclass(frozen=True)
class Difference:
    """`what` names it: hashes of texts, ids of revisions, or the parts of a finding that differ."""

    cause: Cause
    what: tuple[str, ...] = ()
    kept: Finding | None = None
    found: Finding | None = None


@dataclass(frozen=True)
class Today:
    """What her rules of today find about her diary of today, on the days of the alert.

    `is_same`: each finding of the alert is found as it was. Medicines and what is usual are today's too.
    """

    is_in_force: bool
    found: tuple[Finding, ...]
    is_same: bool


@dataclass(frozen=True)
class Explained:
    """`runs` are the findings that the alert last stood on; `stands` is false when all was taken away,
    and `was_edited` says whether a day of it was saved again since.

    `judged_by` is None where it was not kept or cannot be read. No differences: it comes out the same.
    """

    alert: Row
    runs: tuple[Finding, ...]
    stands: bool
    was_edited: bool
    judged_by: JudgedBy | None
    differences: tuple[Difference, ...]
    today: Today


def explain_to_operator(connection: Connection, alert_id: UUID, *, by: str) -> Explained:
    """The alert of whichever clinic; the look leaves an audit row with the operator's account.

    Raises: NotFound.
    """
    row = alerts.of_any_clinic(connection, alert_id)
    if row is None:
        raise NotFound("There is no alert with this id.")
    actor = Operator(row["clinic_id"], by)
    audit.note(
        connection, actor, action="alert.explained", patient_id=row["patient_id"], subject_id=row["id"]
    )
    return explained(connection, row)


def explained(connection: Connection, alert: Row) -> Explained:
    """An alert of somebody whom the caller may see, judged again."""
    runs = runs_in(alert["shown_runs"])
    judged_by, differences = _judged_again(connection, alert, runs)
    return Explained(
        alert=alert,
        runs=runs,
        stands=bool(alert["runs"]),
        was_edited=alert["id"] in edited_since(connection, [alert]),
        judged_by=judged_by,
        differences=tuple(differences),
        today=_today(connection, alert, runs),
    )


def _judged_again(
    connection: Connection, alert: Row, runs: Sequence[Finding]
) -> tuple[JudgedBy | None, list[Difference]]:
    document = alert["judged_by"]
    if document is None:
        return None, [Difference(Cause.NOT_KEPT)]
    try:
        judged_by = judged_by_in(connection, document)
    except (KeyError, TypeError, ValueError):
        return None, [Difference(Cause.UNREADABLE)]
    rows = store.revisions_of(connection, alert["patient_id"], ids=judged_by.revisions)
    lost = [str(one) for one in judged_by.revisions if one not in {row["id"] for row in rows}]
    differences = [
        Difference(cause, tuple(what))
        for cause, what in ((Cause.TEXT_LOST, judged_by.lost), (Cause.REVISION_LOST, lost))
        if what
    ]
    found = _of_rule(findings_in(_diary(rows, judged_by), judged_by.book), alert)
    return judged_by, differences + [_between(run, found) for run in runs if run not in found]


def _diary(rows: Sequence[store.Row], judged_by: JudgedBy) -> Diary:
    by_day = groupby(rows, key=itemgetter("day"))
    days = {day: tuple(row["readings"] for row in of_day) for day, of_day in by_day}
    return Diary(days, judged_by.taking, judged_by.baseline)


def _between(kept: Finding, found: Sequence[Finding]) -> Difference:
    near = touching(found, kept)
    if not near:
        return Difference(Cause.NOTHING_FOUND, kept=kept)
    parts = (part.name for part in fields(Finding) if getattr(kept, part.name) != getattr(near[0], part.name))
    return Difference(Cause.FINDING_DIFFERS, tuple(parts), kept=kept, found=near[0])


def _today(connection: Connection, alert: Row, runs: Sequence[Finding]) -> Today:
    patient = store.patient_of(connection, alert["patient_id"])
    span = [alert["first_day"], alert["last_day"]]
    everything, book = found_around(connection, patient, days=span)
    near = tuple(one for one in _of_rule(everything, alert) if touching(runs, one))
    is_in_force = any(one.rule.id == alert["rule"] for one in book.rules)
    return Today(is_in_force, near, all(_is_as_before(run, near) for run in runs))


def _is_as_before(run: Finding, found: Sequence[Finding]) -> bool:
    # A pack's new text that says the same of this rule leaves the finding as it was.
    return any(_plain(run) == _plain(one) for one in found)


def _plain(run: Finding) -> dict[str, object]:
    return {part.name: getattr(run, part.name) for part in fields(Finding) if part.name != "guidance_hash"}


def _of_rule(found: Sequence[Finding], alert: Row) -> list[Finding]:
    return [one for one in found if one.rule == alert["rule"]]
