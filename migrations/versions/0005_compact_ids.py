"""Ids in 16 bytes on SQLite, where they were 32 characters."""

from collections.abc import Callable
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    convert("text", lambda value: UUID(value).bytes)


def downgrade() -> None:
    convert("blob", lambda value: UUID(bytes=value).hex)


def convert(kept_as: str, change: Callable[[bytes], object]) -> None:
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    driver = connection.connection.driver_connection
    driver.create_function("converted", 1, change, deterministic=True)
    for table, name in id_columns(connection):
        column = sa.column(name)
        kept = sa.func.typeof(column) == kept_as
        connection.execute(
            sa.update(sa.table(table, column)).where(kept).values({name: sa.func.converted(column)})
        )


def id_columns(connection: sa.Connection) -> list[tuple[str, str]]:
    inspector = sa.inspect(connection)
    return [
        (table, column["name"])
        for table in inspector.get_table_names()
        for column in inspector.get_columns(table)
        if isinstance(column["type"], sa.CHAR) and column["type"].length == 32
    ]
