"""On PostgreSQL who waits for a patient may be older than who comes first: her events stand as committed."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from api.access.actors import Actor
from api.alerts import service as alerts
from api.alerts import store as alert_rows
from api.alerts.models import Acknowledgement, AlertEvent
from api.database import Database, open_database
from api.diary import service as diary
from api.diary.models import RevisionRow
from api.errors import Conflict
from api.outbox import store
from api.outbox.models import OutboxEvent
from api.patients import store as patients
from api.settings import Settings
from tests.support.databases import DatabaseServer
from tests.support.entries import MONDAY, a_change
from tests.support.events import an_event, positions_of, put
from tests.support.factories import a_patient
from tests.support.personas import ENROLLED_ON, People
from tests.support.rows import rows_of

SAVES_AT_ONCE = 8
PATIENTS = 15
WORST = 9
Work = Callable[[Connection], Any]
AtOnce = Callable[[Sequence[Work]], None]


@pytest.fixture
def database_server(postgresql: DatabaseServer) -> DatabaseServer:
    return postgresql


@pytest.fixture
def at_once(settings: Settings) -> Iterator[AtOnce]:
    """Does works as so many processes would that share a database, each with one connection."""
    alone = settings.model_copy(update={"postgres_connections": 1})
    processes = [open_database(alone) for _ in range(SAVES_AT_ONCE)]

    def do(works: Sequence[Work]) -> None:
        share = [works[place::SAVES_AT_ONCE] for place in range(SAVES_AT_ONCE)]
        list(threads.map(lambda process, mine: [process.write_now(work) for work in mine], processes, share))

    with ThreadPoolExecutor(SAVES_AT_ONCE) as threads:
        yield do
    for process in processes:
        process.close()


def test_what_a_transaction_puts_late_comes_late_however_old_it_is(
    database: Database, database_url: str, people: People
) -> None:
    engine = sa.create_engine(database_url)
    late = an_event(people.anna)
    with engine.connect() as connection:
        store.put(connection, [an_event(people.ben)])
        early = put(database, people.anna)
        store.put(connection, [late])
        connection.commit()
    engine.dispose()

    database.write_now(store.number)

    assert positions_of(database, [*early, late]) == [2, 3]


def test_saves_of_a_new_patients_days_at_once_stand_in_the_feed_as_they_were_committed(
    database: Database, people: People, at_once: AtOnce
) -> None:
    for _ in range(PATIENTS):
        patient = enrol(database, people)
        at_once(saves(people, patient))

    database.write_now(store.number)

    committed = by_patient(rows_of(database, RevisionRow), of="id")
    assert len(committed) == PATIENTS
    assert fed(database, "entry.recorded") == committed


def test_what_happens_to_an_alert_at_once_stands_in_the_feed_as_it_happened(
    database: Database, people: People, at_once: AtOnce
) -> None:
    for _ in range(PATIENTS):
        patient = enrol(database, people)
        at_once(saves(people, patient)[:2])
        acknowledgements = [partial(acknowledge, nurse=people.nora, patient=patient)] * 4
        worse = saves(people, patient, loose_stools=WORST)
        at_once([*worse[:4], *acknowledgements, *worse[4:]])

    database.write_now(store.number)

    happened = defaultdict(list)
    for row in rows_of(database, AlertEvent):
        happened[row["alert_id"]].append(f"alert.{row['kind']}")
    told = defaultdict(list)
    for row in in_the_feed(database):
        told[row["subject_id"]].append(row["kind"])
    sent = {"alert.opened", "alert.raised", "alert.acknowledged"}
    assert {alert: told[alert] for alert in happened} == {
        alert: [kind for kind in kinds if kind in sent] for alert, kinds in happened.items()
    }
    assert any(kinds.count("alert.raised") for kinds in happened.values())
    assert fed(database, "entry.recorded") == by_patient(rows_of(database, RevisionRow), of="id")


def enrol(database: Database, people: People) -> UUID:
    row = a_patient(people.clinic, enrolled_on=ENROLLED_ON)
    database.write_now(patients.add, row)
    return row.id


def saves(people: People, patient: UUID, *, loose_stools: int = 5) -> list[Work]:
    """Saves by a program, each of another day."""
    return [
        partial(save, program=people.ehr, patient=patient, days_ago=ago, loose_stools=loose_stools)
        for ago in range(SAVES_AT_ONCE)
    ]


def save(connection: Connection, *, program: Actor, patient: UUID, days_ago: int, loose_stools: int) -> None:
    change = a_change(loose_stools=loose_stools)
    diary.change_entry(connection, program, str(patient), MONDAY - timedelta(days=days_ago), change)


def acknowledge(connection: Connection, *, nurse: Actor, patient: UUID) -> None:
    """Under her lock, so that what the nurse saw is what is there."""
    patients.lock(connection, nurse, str(patient))
    for row in alert_rows.unresolved_of(connection, patient):
        with suppress(Conflict):
            tag = f'"{row["version"]}"'
            alerts.acknowledge(connection, nurse, row["id"], Acknowledgement(), if_match=tag)


def in_the_feed(database: Database) -> list[dict[str, Any]]:
    return sorted(rows_of(database, OutboxEvent), key=lambda row: row["position"])


def fed(database: Database, kind: str) -> dict[UUID, list[UUID]]:
    """Patients' events of a kind as the feed has them."""
    return by_patient([row for row in in_the_feed(database) if row["kind"] == kind], of="subject_id")


def by_patient(rows: Sequence[dict[str, Any]], *, of: str) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["position"]):
        found[row["patient_id"]].append(row[of])
    return dict(found)
