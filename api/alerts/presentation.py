"""Alerts in words: what to do, why, whom to call, what happened since."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from api import clock
from api.alerts import store
from api.alerts.models import (
    AdjustedPublic,
    AlertPublic,
    CallPublic,
    EventPublic,
    EvidencePublic,
    HandledPublic,
    Happening,
    Outcome,
    SourcePublic,
)
from api.alerts.reconcile import runs_in
from api.alerts.taken_away import edited_since
from api.alerts.worse import Sign
from api.clinics import service as clinics
from api.clinics.models import ContactPublic
from api.rules.evaluate import Finding
from api.rules.guidance import Source
from api.rules.rulebook import Adjusted
from api.rules.vocabulary import Level
from api.texts import text
from api.texts.conditions import reading_words, value_words
from api.texts.dates import day_words
from api.texts.sentences import advice_lines, explain, level_words

Row = dict[str, Any]


def public_alerts(
    connection: Connection, rows: Sequence[Row], *, clinic_id: UUID, language: str, for_patient: bool = False
) -> list[AlertPublic]:
    """Alerts of one clinic, as the page and programs read them; what staff noted is not for the patient."""
    contact = clinics.contact_of(connection, clinic_id, language=language)
    events = store.events_of(connection, alerts=[row["id"] for row in rows])
    taken_away = [row for row in rows if not row["runs"]]
    edited = edited_since(connection, taken_away) if taken_away else frozenset()
    shown = [
        _public(row, events[row["id"]], contact=contact, language=language, was_edited=row["id"] in edited)
        for row in rows
    ]
    return [_without_notes(alert) for alert in shown] if for_patient else shown


def _without_notes(alert: AlertPublic) -> AlertPublic:
    resolved = alert.resolved.model_copy(update={"note": ""}) if alert.resolved else None
    history = [event.model_copy(update={"note": ""}) for event in alert.history]
    return alert.model_copy(update={"resolved": resolved, "history": history})


def public_source(source: Source) -> SourcePublic:
    return SourcePublic(
        title=source.title, publisher=source.publisher, section=source.section, reviewed=source.reviewed
    )


def _public(
    row: Row, events: Sequence[Row], *, contact: ContactPublic, language: str, was_edited: bool
) -> AlertPublic:
    runs = runs_in(row["shown_runs"])
    latest = runs[-1]
    today = clock.today_in(contact.time_zone)
    words = explain(latest, language, today)
    taken_away = "alert.taken_back" if was_edited else "alert.judged_otherwise"
    same = AlertPublic.model_fields.keys() & row.keys()
    return AlertPublic(
        **{name: row[name] for name in same},
        level_words=level_words(row["level"], language),
        title=words.title,
        why=words.why if row["runs"] else text(taken_away, language, why=words.why),
        still_stands=bool(row["runs"]),
        advice=advice_lines(latest.advice, language),
        call=_call(Level(row["level"]), contact, language),
        evidence=[evidence for run in runs for evidence in public_evidence(run)],
        missing_days=sorted({day for run in runs for day in run.missing_days}),
        adjusted=public_adjusted(latest.adjusted),
        source=public_source(latest.source),
        acknowledged=_acknowledged(row),
        resolved=_resolved(row),
        history=[_event(event, language=language, today=today) for event in events],
    )


def _call(level: Level, contact: ContactPublic, language: str) -> CallPublic:
    """The emergency number, in a crisis someone to talk to where the clinic names one, else the care team."""
    if level is Level.EMERGENCY:
        number = contact.emergency_number
        name = text("clinic.emergency_name", language)
        return CallPublic(name=name, number=number, display=number, open_until=None)
    if level is Level.CRISIS and contact.crisis_number:
        number, display = contact.crisis_number, contact.crisis_display
        name = text("clinic.crisis_name", language)
        return CallPublic(name=name, number=number, display=display, open_until=None)
    return CallPublic(**contact.model_dump(include=set(CallPublic.model_fields)))


def public_evidence(run: Finding) -> list[EvidencePublic]:
    return [
        EvidencePublic(
            day=e.day, reading=f"{e.symptom}.{e.attribute}", value=max(e.values), values=list(e.values)
        )
        for e in run.evidence
    ]


def public_adjusted(adjusted: Sequence[Adjusted]) -> list[AdjustedPublic]:
    return [AdjustedPublic(**asdict(one)) for one in adjusted]


def _acknowledged(row: Row) -> HandledPublic | None:
    if row["acknowledged_at"] is None:
        return None
    return HandledPublic(by=row["acknowledged_by"], at=row["acknowledged_at"])


def _resolved(row: Row) -> HandledPublic | None:
    if row["resolved_at"] is None:
        return None
    return HandledPublic(
        by=row["resolved_by"],
        at=row["resolved_at"],
        outcome=Outcome(row["outcome"]),
        note=row["resolution_note"],
    )


def _event(event: Row, *, language: str, today: date) -> EventPublic:
    details = event["details"]
    values = {
        "by": event["by_name"],
        "day": _day_of(details, language=language, today=today),
        "before": _joined_values(details.get("before")),
        "after": _joined_values(details.get("after")),
        "signs": _joined_signs(details.get("worse", ()), language),
        "outcome": text(f"outcome.{details['outcome']}", language) if "outcome" in details else "",
    }
    key = f"alert.history.{event['kind']}"
    if details.get("worse"):
        key = "alert.history.raised_by_signs"
    elif event["kind"] == Happening.RAISED and details.get("past_document_limit"):
        key = "alert.history.raised_past_limit"
    return EventPublic(
        at=event["at"],
        kind=Happening(event["kind"]),
        by=event["by_name"],
        words=text(key, language, **values),
        note=details.get("note", ""),
    )


def _day_of(details: Row, *, language: str, today: date) -> str:
    day = details.get("day") or details.get("last_day")
    return day_words(date.fromisoformat(day), language, today=today) if day else ""


def _joined_signs(documents: Sequence[Row], language: str) -> str:
    return text("why.join", language).join(_sign(Sign.from_json(one), language) for one in documents)


def _sign(sign: Sign, language: str) -> str:
    reading = reading_words(sign.symptom, sign.attribute, language)
    after = value_words(sign.after, sign.unit, language)
    if sign.before is None:
        return text("alert.sign.new", language, reading=reading, after=after)
    before = value_words(sign.before, sign.unit, language)
    return text("alert.sign.worse", language, reading=reading, before=before, after=after)


def _joined_values(values: Sequence[float] | None) -> str:
    return ", ".join(f"{value:g}" for value in values or ()) or "–"
