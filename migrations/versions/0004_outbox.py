"""The outbox and its feed, silence, the sweeper's memory, and the epoch of the installation."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
NOT_DONE = sa.text("done_at IS NULL")
NOT_NUMBERED = sa.text("position IS NULL")
AWAITED = sa.text("NOT is_paused AND (silence_noted_at IS NULL OR silence_noted_at < silent_from)")
SHORTEST_SILENCE_DAYS = 3


def upgrade() -> None:
    create_outbox_event()
    create_small_tables()
    add_silence()
    begin_epoch()


def downgrade() -> None:
    op.drop_index("ix_patient_silent_from", "patient")
    for column in ("last_zone", "silence_noted_at", "silent_from", "expected_from"):
        op.drop_column("patient", column)
    for table in ("installation", "repair", "outage", "heartbeat", "duty", "feed_end", "outbox_event"):
        op.drop_table(table)


def create_outbox_event() -> None:
    op.create_table(
        "outbox_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.Column("leased_until", INSTANT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.CheckConstraint("position >= 1", name="ck_outbox_event_position"),
        sa.CheckConstraint("attempts >= 0", name="ck_outbox_event_attempts"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"]),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("uq_outbox_event_position", "outbox_event", ["clinic_id", "position"], unique=True)
    op.create_index(
        "ix_outbox_event_unnumbered",
        "outbox_event",
        ["clinic_id", "id"],
        sqlite_where=NOT_NUMBERED,
        postgresql_where=NOT_NUMBERED,
    )
    op.create_index(
        "ix_outbox_event_waiting",
        "outbox_event",
        ["at", "id"],
        sqlite_where=NOT_DONE,
        postgresql_where=NOT_DONE,
    )


def create_small_tables() -> None:
    op.create_table(
        "feed_end",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"]),
        sa.PrimaryKeyConstraint("clinic_id"),
    )
    op.create_table(
        "duty",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("leased_until", INSTANT, nullable=True),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "outage",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.CheckConstraint("until > since", name="ck_outage_span"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "repair",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("kind IN ('opened', 'raised')", name="ck_repair_kind"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"]),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_repair_clinic_at", "repair", ["clinic_id", "at"])


def add_silence() -> None:
    op.add_column("patient", sa.Column("expected_from", sa.Date(), nullable=True))
    op.add_column("patient", sa.Column("silent_from", INSTANT, nullable=True))
    op.add_column("patient", sa.Column("silence_noted_at", INSTANT, nullable=True))
    op.add_column("patient", sa.Column("last_zone", sa.String(length=64), nullable=True))
    op.create_index(
        "ix_patient_silent_from",
        "patient",
        ["silent_from"],
        sqlite_where=AWAITED,
        postgresql_where=AWAITED,
    )
    expect_everyone()


def expect_everyone() -> None:
    patient = sa.table(
        "patient",
        sa.column("id", sa.Uuid()),
        sa.column("clinic_id", sa.Uuid()),
        sa.column("enrolled_on", sa.Date()),
        sa.column("last_entry_day", sa.Date()),
        sa.column("expects_entry_every_days", sa.Integer()),
        sa.column("silent_from", INSTANT),
    )
    clinic = sa.table("clinic", sa.column("id", sa.Uuid()), sa.column("time_zone", sa.String()))
    connection = op.get_bind()
    found = connection.execute(
        sa.select(patient, clinic.c.time_zone).join(clinic, clinic.c.id == patient.c.clinic_id)
    ).all()
    for row in found:
        begins = silence_begins(
            max(row.enrolled_on, row.last_entry_day or row.enrolled_on),
            every_days=row.expects_entry_every_days,
            time_zone=row.time_zone,
        )
        connection.execute(sa.update(patient).where(patient.c.id == row.id).values(silent_from=begins))


def silence_begins(last_day: date, *, every_days: int, time_zone: str) -> datetime:
    # As the service reckoned when this migration was written; later changes there do not reach here.
    day = last_day + timedelta(days=max(SHORTEST_SILENCE_DAYS, every_days) + 1)
    return datetime.combine(day, time(), ZoneInfo(time_zone)).astimezone(UTC)


def begin_epoch() -> None:
    table = op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.Uuid(), nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.CheckConstraint("id = 1", name="ck_installation_single"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.bulk_insert(table, [{"id": 1, "epoch": uuid4(), "began_at": datetime.now(UTC)}])
