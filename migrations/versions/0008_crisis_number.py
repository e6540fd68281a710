"""The number that a clinic gives for a crisis of the mind; empty where it names none."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "clinic", sa.Column("crisis_number", sa.String(length=32), server_default="", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("clinic", "crisis_number")
