"""What the sweeper's tests do to rows, behind the back of the service and before it."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection

from api.alerts import service as alerts
from api.alerts.models import Acknowledgement, Alert, AlertEvent, Happening, Outcome, Resolution
from api.database import Database
from api.outbox.models import OutboxEvent
from api.sweeper.models import Repair
from tests.support.entries import MONDAY, SUNDAY, write
from tests.support.personas import People
from tests.support.rows import rows_of

Row = dict[str, Any]


def alert_row(database: Database) -> Row:
    """The only alert there is."""
    [row] = rows_of(database, Alert)
    return row


def delete_alerts(database: Database) -> None:
    """Alerts with their history and outgoing events, as if the entry had been stored alone."""

    def work(connection: Connection) -> None:
        for model in (AlertEvent, Alert):
            connection.execute(sa.delete(model))
        connection.execute(sa.delete(OutboxEvent).where(OutboxEvent.kind.like("alert.%")))  # type: ignore[attr-defined]

    database.write_now(work)


def put_back(database: Database, row: Row) -> None:
    """The alert as it once was, and nothing left of what came after it."""
    alert, event, sent = (model.__table__ for model in (Alert, AlertEvent, OutboxEvent))  # type: ignore[attr-defined]

    def work(connection: Connection) -> None:
        connection.execute(sa.update(alert).where(alert.c.id == row["id"]).values(row))
        connection.execute(sa.delete(event).where(event.c.kind == Happening.RAISED))
        connection.execute(sa.delete(sent).where(sent.c.kind == "alert.raised"))

    database.write_now(work)


def sent_kinds(database: Database, about: UUID) -> list[str]:
    """Kinds of the outgoing events about an alert."""
    return [row["kind"] for row in rows_of(database, OutboxEvent) if row["subject_id"] == about]


def history_kinds(database: Database) -> list[str]:
    return [row["kind"] for row in rows_of(database, AlertEvent)]


def repairs(database: Database) -> list[tuple[str, str]]:
    return [(row["rule"], row["kind"]) for row in rows_of(database, Repair)]


def two_bad_days(database: Database, people: People) -> None:
    write(database, people.anna, SUNDAY, loose_stools=5)
    write(database, people.anna, MONDAY, loose_stools=4)


def acknowledge(database: Database, people: People) -> None:
    row = alert_row(database)
    tag = f'"{row["version"]}"'
    database.write_now(alerts.acknowledge, people.nora, row["id"], Acknowledgement(), if_match=tag)


def resolve(database: Database, people: People) -> None:
    row = alert_row(database)
    body, tag = Resolution(outcome=Outcome.ADVICE_GIVEN), f'"{row["version"]}"'
    database.write_now(alerts.resolve, people.nora, row["id"], body, if_match=tag)
