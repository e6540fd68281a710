"""Many at once, on both databases: nothing is lost, nothing doubled."""

import asyncio
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from api.access.actors import Actor
from api.alerts.models import Alert
from api.database import Database
from api.diary import service
from api.diary.models import DaySaved, RevisionRow
from api.patients import store as patients
from tests.support.entries import MONDAY, SUNDAY, an_entry
from tests.support.factories import a_patient
from tests.support.personas import ENROLLED_ON, People
from tests.support.rows import rows_of

PATIENTS = 200


def many_patients(database: Database, people: People) -> list[Actor]:
    def work(connection: sa.Connection) -> list[Actor]:
        rows = [
            a_patient(people.clinic, name=f"Patient {n}", enrolled_on=ENROLLED_ON) for n in range(PATIENTS)
        ]
        for row in rows:
            patients.add(connection, row)
        return [Actor(kind="patient", id=row.id, clinic_id=row.clinic_id, name=row.name) for row in rows]

    return database.write_now(work)


def at_once(saves: Sequence[Any]) -> list[tuple[DaySaved, bool]]:
    async def run() -> list[tuple[DaySaved, bool]]:
        return list(await asyncio.gather(*(save() for save in saves)))

    return asyncio.run(run())


def test_two_neighbouring_days_saved_at_once_always_see_each_other(
    database: Database, people: People
) -> None:
    actors = many_patients(database, people)

    at_once(
        [
            lambda actor=actor, day=day: database.write(
                service.record_entry, actor, "me", day, an_entry(loose_stools=4)
            )
            for actor in actors
            for day in (SUNDAY, MONDAY)
        ]
    )

    assert len(rows_of(database, Alert)) == PATIENTS


def test_one_entry_sent_a_hundred_times_at_once_is_one_revision_and_one_alert(
    database: Database, people: People
) -> None:
    at_once(
        [lambda: database.write(service.record_entry, people.anna, "me", SUNDAY, an_entry(loose_stools=4))]
    )
    entry = an_entry(loose_stools=5)

    answers = at_once(
        [lambda: database.write(service.record_entry, people.anna, "me", MONDAY, entry) for _ in range(100)]
    )

    assert sum(is_new for _, is_new in answers) == 1
    assert len({saved.model_dump_json() for saved, _ in answers}) == 1
    assert (len(rows_of(database, RevisionRow)), len(rows_of(database, Alert))) == (2, 1)
