"""Reading a diary: a day, a span of days, what changed, the revisions, how near each rule is."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Connection

from api import clock
from api.access.actors import Actor
from api.clinics import service as clinics
from api.diary import store
from api.diary.models import DayPublic, DiaryPage, RevisionPage
from api.diary.revisions import public_day, public_revision
from api.diary.watch_models import WatchList
from api.diary.watching import concerns, watched
from api.paging import Cursor, cut
from api.patients import store as patients
from api.patients.models import Patient, language_for
from api.rulebooks.in_force import rules_of_patient
from api.rules.evaluate import Diary, evaluate

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
    """Days with entries, newest first; with `after`, those that changed since that position, in that order.

    Whoever follows changes asks again with the `position` of the answer until no day comes.

    Raises: NotFound, Invalid.
    """
    owner = patients.get(connection, actor, patient)
    if after is not None:
        return _changes(connection, actor, owner, first=first, last=last, after=after, limit=limit)
    before, position = cursor.key(_place) or (None, owner.position)
    days = store.days_with_entries(
        connection, actor, patient=owner.id, first=first, last=last, before=before, limit=limit + 1
    )
    # Changes that come while somebody pages count from the first page on.
    page, following = cut(days, limit=limit, key=lambda day: (day, position))
    return DiaryPage(items=_days(connection, owner, page), next=following, position=position)


def _changes(
    connection: Connection,
    actor: Actor,
    owner: Patient,
    *,
    first: date | None,
    last: date | None,
    after: int,
    limit: int,
) -> DiaryPage:
    found = store.days_changed(
        connection, actor, patient=owner.id, first=first, last=last, after=after, limit=limit
    )
    position = found[-1][1] if found else after
    return DiaryPage(items=_days(connection, owner, [day for day, _ in found]), next=None, position=position)


def _days(connection: Connection, owner: Patient, page: Sequence[date]) -> list[DayPublic]:
    heads: dict[date, list[store.Row]] = {day: [] for day in page}
    for row in store.heads_of_days(connection, owner.id, days=page):
        heads[row["day"]].append(row)
    return [public_day(day, heads[day]) for day in page]


def _place(day: str, position: str) -> tuple[date, int]:
    return date.fromisoformat(day), int(position)


def read_watch(connection: Connection, actor: Actor, patient: str) -> WatchList:
    """Every rule in force for a patient, and how near it is today. Raises: NotFound."""
    owner = patients.get(connection, actor, patient)
    today = clock.today_in(clinics.time_zone_of(connection, owner.clinic_id))
    newest = max(filter(None, (today, owner.last_entry_day)))
    oldest = newest - timedelta(days=WATCH_DAYS - 1)
    readings = store.head_readings(connection, owner.id, first=oldest, last=newest)
    language = language_for(owner, is_own=actor.is_patient)
    rules = rules_of_patient(connection, owner)
    verdicts = evaluate(Diary(readings, rules.taking, rules.baseline), rules.book, today).verdicts
    return WatchList(
        items=[
            watched(one, verdict, taking=rules.taking, since=oldest, language=language)
            for one, verdict in zip(rules.book.rules, verdicts, strict=True)
            if concerns(one.rule, rules.taking, since=oldest)
        ],
        next=None,
    )
