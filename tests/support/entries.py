"""Entries that state only what matters to a test, recorded as the diary records them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from api import clock
from api.access.actors import Actor
from api.database import Database
from api.diary import service, store
from api.diary.models import DaySaved, EntryChange, EntryCreate
from api.ids import new_id

MONDAY = date(2026, 11, 23)
SUNDAY = MONDAY - timedelta(days=1)
SATURDAY = MONDAY - timedelta(days=2)
NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


def an_entry(*, loose_stools: int | None = None, **stated: Any) -> EntryCreate:
    return EntryCreate.model_validate(_body(loose_stools, stated))


def a_change(*, loose_stools: int | None = None, **stated: Any) -> EntryChange:
    return EntryChange.model_validate(_body(loose_stools, stated))


def as_json(entry: EntryCreate | EntryChange) -> dict[str, Any]:
    """The body that a device would send."""
    return entry.model_dump(mode="json", exclude_unset=True)


def write(
    database: Database,
    actor: Actor,
    day: date,
    *,
    patient: str = "me",
    builds_on: list[UUID] | None = None,
    **stated: Any,
) -> DaySaved:
    """Records a day over what is there, unless `builds_on` says otherwise."""

    def work(connection: Any) -> DaySaved:
        owner = actor.id if patient == "me" else UUID(patient)
        rows = store.of_day(connection, owner, day=day)
        heads = [row["id"] for row in rows if row["is_head"]]
        entry = an_entry(builds_on=heads if builds_on is None else builds_on, **stated)
        return service.record_entry(connection, actor, patient, day, entry)[0]

    return database.write_now(work)


def _body(loose_stools: int | None, stated: dict[str, Any]) -> dict[str, Any]:
    readings = dict(stated.pop("readings", {}))
    if loose_stools is not None:
        readings["diarrhea"] = {"count": loose_stools}
    plain = {
        "id": new_id(),
        "recorded_at": clock.now(),
        "time_zone": "America/New_York",
        "readings": readings,
    }
    return plain | stated
