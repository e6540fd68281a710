"""Why a number was ended, and whether its end made the rule milder."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("threshold", sa.Column("end_reason", sa.String(length=2000), nullable=True))
    op.add_column(
        "threshold", sa.Column("end_weakens", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    op.drop_column("threshold", "end_weakens")
    op.drop_column("threshold", "end_reason")
