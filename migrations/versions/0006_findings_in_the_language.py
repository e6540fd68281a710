"""Findings kept with alerts, written in the language of rules."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
KEPT = ("runs", "shown_runs", "acknowledged_runs")
ALERT = sa.table("alert", sa.column("id"), *(sa.column(name, DOCUMENT) for name in KEPT))
Json = dict[str, Any]


def upgrade() -> None:
    rewrite(in_the_language)


def downgrade() -> None:
    rewrite(as_before)


def rewrite(change: Callable[[Json], Json]) -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(ALERT)).mappings().all():
        changed = {name: [change(run) for run in row[name]] for name in KEPT if row[name] is not None}
        connection.execute(sa.update(ALERT).where(ALERT.c.id == row["id"]).values(changed))


def in_the_language(run: Json) -> Json:
    """A finding as it is kept from here on."""
    old, evidence = run["condition"], run["evidence"]
    condition = {
        "kind": "compare",
        "reading": f"{evidence[0]['symptom']}.{evidence[0]['attribute']}",
        "how": "at_least",
        "number": old["at_least"],
        "unit": old["unit"],
        "against": "nothing",
        "last_days": 0,
        "known_days": 0,
        "name": "number",
        "lowest": None,
        "highest": None,
    }
    days = {name: old[name] for name in ("days_in_a_row", "bridged_days", "document_days")}
    added = {"unit": old["unit"], "usual": None, "as_written": []}
    return run | {
        "condition": condition,
        "run": days | {"lowest_days": None, "highest_days": None},
        "evidence": [one | added for one in evidence],
        "adjusted": [],
    }


def as_before(run: Json) -> Json:
    """A finding as it was kept before; of a condition with several comparisons the first is left."""
    first, days = first_comparison(run["condition"]), run["run"]
    condition = {
        "at_least": first["number"],
        "unit": first["unit"],
        "days_in_a_row": days["days_in_a_row"],
        "bridged_days": days["bridged_days"],
        "document_days": days["document_days"] or days["days_in_a_row"],
    }
    added = ("unit", "usual", "as_written")
    evidence = [{name: one[name] for name in one if name not in added} for one in run["evidence"]]
    kept = {name: run[name] for name in run if name not in ("run", "adjusted")}
    return kept | {"condition": condition, "evidence": evidence}


def first_comparison(condition: Json) -> Json:
    if condition["kind"] in ("all", "any"):
        return first_comparison(condition["of"][0])
    return {"number": condition.get("number", 1), "unit": condition.get("unit", "points")}
