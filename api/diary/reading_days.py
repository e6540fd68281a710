"""Reading a diary: a day, a span of days, what changed, the revisions, how near each rule is."""

from datetime import date, timedelta

from sqlalchemy import Connection

from api import clock
from api.access.actors import Actor
from api.alerts.presentation import public_source
from api.clinics import service as clinics
from api.diary import judgement, store
from api.diary.models import DayPublic, DiaryPage, RevisionPage
from api.diary.revisions import public_day, public_revision
from api.diary.watch_models import Progress, WatchedRule, WatchList
from api.paging import Cursor, cut
from api.patients import store as patients
from api.rules.evaluate import Diary, Verdict
from api.rules.guidance import Rule
from api.texts.sentences import advice_lines, level_words, rule_sentence

WATCH_DAYS = 14


def read_day(connection: Connection, actor: Actor, patient: str, day: date) -> DayPublic:
    """One day; its heads are empty when nothing is written. Raises: NotFound."""
    owner = patients.get(connection, actor, patient)
    return public_day(day, store.heads_of_days(connection, owner.id, days=[day]))


def read_revisions(connection: Connection, actor: Actor, patient: str, day: date) -> RevisionPage:
    """Every save of a day in the order of arrival, replaced ones too. Raises: NotFound."""
    owner = patients.get(connection, actor, patient)
    rows = store.of_day(connection, owner.id, day=day)
    return RevisionPage(items=[public_revision(row) for row in rows], next=None)


def read_diary(
    connection: Connection,
    actor: Actor,
    patient: str,
    *,
    first: date | None,
    last: date | None,
    after: int | None,
    cursor: Cursor,
    limit: int,
) -> DiaryPage:
    """Days with entries, newest first; with `after`, those that changed since that position.

    Raises: NotFound, Invalid.
    """
    owner = patients.get(connection, actor, patient)
    older_than = cursor.key(date.fromisoformat)
    if older_than is not None:
        day_before = older_than - timedelta(days=1)
        last = min(last, day_before) if last else day_before
    days = store.days_with_entries(
        connection, actor, patient=owner.id, first=first, last=last, after=after, limit=limit + 1
    )
    page, following = cut(days, limit=limit, key=lambda day: (day,))
    heads: dict[date, list[store.Row]] = {day: [] for day in page}
    for row in store.heads_of_days(connection, owner.id, days=page):
        heads[row["day"]].append(row)
    return DiaryPage(
        items=[public_day(day, heads[day]) for day in page],
        next=following,
        position=owner.position,
    )


def read_watch(connection: Connection, actor: Actor, patient: str) -> WatchList:
    """Every rule in force for a patient, and how near it is today. Raises: NotFound."""
    owner = patients.get(connection, actor, patient)
    today = clock.today_in(clinics.time_zone_of(connection, owner.clinic_id))
    newest = max(filter(None, (today, owner.last_entry_day)))
    readings = store.head_readings(
        connection, owner.id, first=newest - timedelta(days=WATCH_DAYS - 1), last=newest
    )
    language = owner.language if actor.is_patient else "en"
    return WatchList(
        items=[
            _watched(rule, verdict, language=language)
            for guidance, evaluation in judgement.evaluations(Diary(days=readings), today=today)
            for rule, verdict in zip(guidance.rules, evaluation.verdicts, strict=True)
        ],
        next=None,
    )


def _watched(rule: Rule, verdict: Verdict, *, language: str) -> WatchedRule:
    return WatchedRule(
        rule=rule.id,
        level=rule.level.value,
        level_words=level_words(rule.level, language),
        sentence=rule_sentence(rule, language),
        verdict=verdict.verdict.value,
        progress=Progress(have=verdict.progress.have, need=verdict.progress.need),
        unknown_days=list(verdict.unknown_days),
        advice=advice_lines(rule.advice, language),
        source=public_source(rule.source),
        in_force_since=rule.in_force_since,
    )
