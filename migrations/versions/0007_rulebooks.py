"""What a clinic has signed, its numbers and its patients', and what an alert was judged by."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
STANDS = sa.text("ended_at IS NULL")
OF_CLINIC = sa.text("ended_at IS NULL AND patient_id IS NULL")
OF_PATIENT = sa.text("ended_at IS NULL AND patient_id IS NOT NULL")
LEVELS = "level IN ('call', 'urgent', 'emergency')"
LEVELS_WITH_CRISIS = "level IN ('call', 'urgent', 'emergency', 'crisis')"


def upgrade() -> None:
    create_guidance_text()
    create_guidance_signature()
    create_threshold()
    with op.batch_alter_table("patient") as patient:
        patient.add_column(sa.Column("usual_stools", sa.Float(), nullable=True))
        patient.add_column(sa.Column("usual_weight", sa.Float(), nullable=True))
        patient.add_column(sa.Column("usual_weight_unit", sa.String(length=8), nullable=True))
        patient.add_column(sa.Column("has_ostomy", sa.Boolean(), nullable=True))
        patient.add_column(
            sa.Column("has_own_numbers", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("patient") as patient:
        patient.alter_column("has_own_numbers", server_default=None)
        patient.create_check_constraint(
            "ck_patient_usual_weight", "(usual_weight IS NULL) = (usual_weight_unit IS NULL)"
        )
    with op.batch_alter_table("clinic") as clinic:
        clinic.add_column(sa.Column("rules_version", sa.Integer(), nullable=False, server_default="1"))
        clinic.add_column(sa.Column("caught_up_version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("clinic") as clinic:
        clinic.alter_column("rules_version", server_default=None)
        clinic.alter_column("caught_up_version", server_default=None)
    with op.batch_alter_table("alert") as alert:
        alert.add_column(sa.Column("judged_by", DOCUMENT, nullable=True))
        alert.drop_constraint("ck_alert_level", type_="check")
        alert.create_check_constraint("ck_alert_level", LEVELS_WITH_CRISIS)


def downgrade() -> None:
    # The old tables know no crisis; what nobody has closed stays at the top of the list.
    op.execute("UPDATE alert SET level = 'emergency' WHERE level = 'crisis'")
    with op.batch_alter_table("alert") as alert:
        alert.drop_constraint("ck_alert_level", type_="check")
        alert.create_check_constraint("ck_alert_level", LEVELS)
        alert.drop_column("judged_by")
    with op.batch_alter_table("clinic") as clinic:
        clinic.drop_column("rules_version")
        clinic.drop_column("caught_up_version")
    with op.batch_alter_table("patient") as patient:
        patient.drop_constraint("ck_patient_usual_weight", type_="check")
        for column in ("usual_stools", "usual_weight", "usual_weight_unit", "has_ostomy", "has_own_numbers"):
            patient.drop_column(column)
    for table in ("threshold", "guidance_signature", "guidance_text"):
        op.drop_table(table)


def create_guidance_text() -> None:
    op.create_table(
        "guidance_text",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("pack", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hash"),
    )


def create_guidance_signature() -> None:
    op.create_table(
        "guidance_signature",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("pack", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("pack_hash", sa.String(length=64), nullable=False),
        sa.Column("rules", DOCUMENT, nullable=False),
        sa.Column("left_out", DOCUMENT, nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("signed_by", sa.Uuid(), nullable=False),
        sa.Column("signed_by_name", sa.String(length=200), nullable=False),
        sa.Column("signed_at", INSTANT, nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("ended_by_name", sa.String(length=200), nullable=True),
        sa.Column("end_reason", sa.String(length=2000), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"]),
        sa.ForeignKeyConstraint(["pack_hash"], ["guidance_text.hash"]),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_name IS NULL)", name="ck_guidance_signature_ended"
        ),
    )
    op.create_index(
        "uq_guidance_signature",
        "guidance_signature",
        ["clinic_id", "pack"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )


def create_threshold() -> None:
    op.create_table(
        "threshold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=True),
        sa.Column("pack", sa.String(length=64), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("number_name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("weakens", sa.Boolean(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_by_name", sa.String(length=200), nullable=False),
        sa.Column("set_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("ended_by_name", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"]),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by_name IS NULL)", name="ck_threshold_ended"),
    )
    # NULL is unlike NULL in an index: what holds for a whole clinic needs one of its own.
    for name, columns, where in (
        ("uq_threshold_clinic", ["clinic_id", "pack", "rule", "number_name"], OF_CLINIC),
        ("uq_threshold_patient", ["patient_id", "pack", "rule", "number_name"], OF_PATIENT),
    ):
        op.create_index(name, "threshold", columns, unique=True, sqlite_where=where, postgresql_where=where)
