"""Revisions of the diary, alerts and what happened to them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
UNRESOLVED = sa.text("status <> 'resolved'")


def upgrade() -> None:
    create_revision()
    create_alert()
    create_alert_event()


def downgrade() -> None:
    op.drop_table("alert_event")
    op.drop_table("alert")
    op.drop_table("revision")


def create_revision() -> None:
    op.create_table(
        "revision",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_head", sa.Boolean(), nullable=False),
        sa.Column("builds_on", DOCUMENT, nullable=False),
        sa.Column("readings", DOCUMENT, nullable=False),
        sa.Column("notes", DOCUMENT, nullable=False),
        sa.Column("can_wait", sa.Boolean(), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=True),
        sa.Column("recall_hours", sa.Integer(), nullable=False),
        sa.Column("is_import", sa.Boolean(), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("clock_is_off", sa.Boolean(), nullable=False),
        sa.Column("author_kind", sa.String(length=16), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("author_name", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "author_kind IN ('patient', 'nurse', 'admin', 'client')", name="ck_revision_author"
        ),
        sa.CheckConstraint("position >= 1", name="ck_revision_position"),
        sa.ForeignKeyConstraint(
            ["clinic_id"],
            ["clinic.id"],
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patient.id"],
        ),
        sa.PrimaryKeyConstraint("patient_id", "id"),
        sa.UniqueConstraint("patient_id", "position", name="uq_revision_patient_position"),
    )
    op.create_index("ix_revision_patient_day", "revision", ["patient_id", "day"])


def create_alert() -> None:
    op.create_table(
        "alert",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("queue_rank", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("past_document_limit", sa.Boolean(), nullable=False),
        sa.Column("can_wait", sa.Boolean(), nullable=True),
        sa.Column("runs", DOCUMENT, nullable=False),
        sa.Column("shown_runs", DOCUMENT, nullable=False),
        sa.Column("acknowledged_runs", DOCUMENT, nullable=True),
        sa.Column("follows", sa.Uuid(), nullable=True),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("attention_since", INSTANT, nullable=False),
        sa.Column("raises", sa.Integer(), nullable=False),
        sa.Column("called_at", INSTANT, nullable=True),
        sa.Column("acknowledged_at", INSTANT, nullable=True),
        sa.Column("acknowledged_by", sa.String(length=200), nullable=True),
        sa.Column("resolved_at", INSTANT, nullable=True),
        sa.Column("resolved_by", sa.String(length=200), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("resolution_note", sa.String(length=2000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(status = 'resolved') = (resolved_at IS NOT NULL)", name="ck_alert_resolved"),
        sa.CheckConstraint("level IN ('call', 'urgent', 'emergency')", name="ck_alert_level"),
        sa.CheckConstraint("status IN ('open', 'acknowledged', 'resolved')", name="ck_alert_status"),
        sa.CheckConstraint("last_day >= first_day", name="ck_alert_span"),
        sa.CheckConstraint("version >= 1", name="ck_alert_version"),
        sa.ForeignKeyConstraint(
            ["clinic_id"],
            ["clinic.id"],
        ),
        sa.ForeignKeyConstraint(
            ["follows"],
            ["alert.id"],
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patient.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_alert_patient", "alert", ["patient_id", "rule"])
    op.create_index(
        "ix_alert_queue",
        "alert",
        ["clinic_id", "queue_rank", "attention_since", "id"],
        sqlite_where=UNRESOLVED,
        postgresql_where=UNRESOLVED,
    )
    op.create_index(
        "uq_alert_unresolved",
        "alert",
        ["patient_id", "rule"],
        unique=True,
        sqlite_where=UNRESOLVED,
        postgresql_where=UNRESOLVED,
    )


def create_alert_event() -> None:
    op.create_table(
        "alert_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("by_kind", sa.String(length=16), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("details", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["alert_id"],
            ["alert.id"],
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id"],
            ["clinic.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_alert_event_alert", "alert_event", ["alert_id", "at", "id"])
