"""Instants in eight bytes on SQLite; the packs behind alerts kept once, their revisions as bytes."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
ALERT = sa.table("alert", sa.column("id"), sa.column("judged_by", DOCUMENT))
KEPT = sa.table("kept_packs", sa.column("hash", sa.String), sa.column("packs", DOCUMENT))
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
ID_BYTES = 16
Json = dict[str, Any]


def upgrade() -> None:
    op.create_table(
        "kept_packs",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("packs", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("hash"),
    )
    kept: dict[str, Any] = {}
    rewrite(lambda judged_by: by_reference(judged_by, kept))
    rows = [{"hash": key, "packs": packs} for key, packs in kept.items()]
    if rows:
        op.get_bind().execute(sa.insert(KEPT), rows)
    convert("text", number_of)


def downgrade() -> None:
    convert("integer", written_out)
    kept = {row.hash: row.packs for row in op.get_bind().execute(sa.select(KEPT))}
    rewrite(lambda judged_by: in_full(judged_by, kept))
    op.drop_table("kept_packs")


def rewrite(change: Callable[[Json], Json]) -> None:
    connection = op.get_bind()
    judged = sa.select(ALERT).where(ALERT.c.judged_by.is_not(None))
    for row in connection.execute(judged).mappings().all():
        changed = change(row["judged_by"])
        connection.execute(sa.update(ALERT).where(ALERT.c.id == row["id"]).values(judged_by=changed))


def by_reference(judged_by: Json, kept: dict[str, Any]) -> Json:
    text = json.dumps(judged_by["packs"], sort_keys=True, separators=(",", ":"))
    key = sha256(text.encode()).hexdigest()
    kept[key] = judged_by["packs"]
    together = b"".join(UUID(one).bytes for one in judged_by["revisions"])
    return judged_by | {"packs": key, "revisions": base64.b64encode(together).decode()}


def in_full(judged_by: Json, kept: dict[str, Any]) -> Json:
    together = base64.b64decode(judged_by["revisions"])
    ids = [together[at : at + ID_BYTES] for at in range(0, len(together), ID_BYTES)]
    revisions = [str(UUID(bytes=one)) for one in ids]
    return judged_by | {"packs": kept[judged_by["packs"]], "revisions": revisions}


def convert(kept_as: str, change: Callable[[Any], object]) -> None:
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    driver = connection.connection.driver_connection
    driver.create_function("converted", 1, change, deterministic=True)
    for table, name in instants(connection):
        column = sa.column(name)
        kept = sa.func.typeof(column) == kept_as
        connection.execute(
            sa.update(sa.table(table, column)).where(kept).values({name: sa.func.converted(column)})
        )


def number_of(text: str) -> int:
    return (datetime.fromisoformat(text).replace(tzinfo=UTC) - EPOCH) // MICROSECOND


def written_out(number: int) -> str:
    return f"{EPOCH + number * MICROSECOND:%Y-%m-%d %H:%M:%S.%f}"


def instants(connection: sa.Connection) -> list[tuple[str, str]]:
    inspector = sa.inspect(connection)
    return [
        (table, column["name"])
        for table in inspector.get_table_names()
        for column in inspector.get_columns(table)
        if isinstance(column["type"], sa.DateTime)
    ]
