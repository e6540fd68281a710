"""What is sent: typical days; one write of twenty meets the rule about loose stools, one is a correction."""

import json
from dataclasses import dataclass
from random import Random

import sqlalchemy as sa

from api.alerts.models import Happening
from tests.bench.seeding import typical_entry
from tests.support.entries import as_json

SLOTS = 20
KINDS = 10
# Two kinds of ten have two bad days of every four, and the second of them meets the rule: 5 % of the writes.
AILING = (3, 7)
BAD_OF_FOUR = (0, 1)
CORRECTION = SLOTS - 1
BY_PROGRAM_EVERY = 10


def bodies() -> list[str]:
    """A line a kind of patient and day; ID and BEFORE stand for what requests.lua puts there."""
    dice = Random("bodies")
    return [_body(dice, kind, slot) for kind in range(KINDS) for slot in range(SLOTS)]


def _body(dice: Random, kind: int, slot: int) -> str:
    is_correction = slot == CORRECTION
    is_bad = kind in AILING and (is_correction or slot % 4 in BAD_OF_FOUR)
    # A correction reaches back to a bad day of who is ailing, and leaves it bad.
    loose_stools = (4 if is_correction else 5) if is_bad else None
    body = as_json(typical_entry(dice, slot, loose_stools=loose_stools)) | {"id": "ID"}
    return json.dumps(body | ({"builds_on": ["BEFORE"]} if is_correction else {}))


@dataclass(frozen=True)
class Made:
    """What the writes made beside revisions. Units: rows."""

    corrections: int
    alerts: int
    audit_rows: int


def made(url: str) -> Made:
    """What is in the database of the writes that it was sent; the history before them made nothing of it."""
    engine = sa.create_engine(url)

    def number(query: str, **named: str) -> int:
        return int(connection.execute(sa.text(query), named).scalar_one())

    try:
        with engine.connect() as connection:
            return Made(
                corrections=number("SELECT count(*) FROM revision WHERE NOT is_head"),
                alerts=number(
                    "SELECT count(*) FROM alert_event WHERE kind IN (:opened, :raised)",
                    opened=Happening.OPENED,
                    raised=Happening.RAISED,
                ),
                audit_rows=number("SELECT count(*) FROM audit_row WHERE action = 'entry.recorded'"),
            )
    finally:
        engine.dispose()
