"""Two devices of one patient, each with what it knows and a clock of its own, and what they send."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from api.diary.models import EntryCreate
from tests.support.entries import MONDAY

ZONES = ("Europe/Berlin", "America/New_York", "Pacific/Auckland")
# The day before the last may be today on one device while it is tomorrow on the other.
DAYS = tuple(MONDAY + timedelta(days=1 - back) for back in range(6))
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CLOCKS_OFF_BY = timedelta(hours=12)


@dataclass(frozen=True)
class Sent:
    """One save as it leaves a device, which may send it again; `said` is what of it she typed."""

    device: int
    day: date
    said: dict[str, Any]
    entry: EntryCreate

    @property
    def builds_on(self) -> frozenset[UUID]:
        return frozenset(self.entry.builds_on or ())

    @property
    def is_on_another_today(self) -> bool:
        """Whether its device takes the day for today, and everyone else does not."""
        today = self.entry.recorded_at.astimezone(ZoneInfo(self.entry.time_zone)).date()
        return self.day == today != MONDAY


@dataclass
class Device:
    """Knows some saves, its own first; builds on the heads that it knows."""

    number: int
    clock_is_off_by: timedelta
    zone: str
    knows: list[Sent] = field(default_factory=list)

    def heads(self, day: date) -> list[UUID]:
        return sorted(sent.entry.id for sent in heads_of(self.knows, day))


History = tuple[Sent, ...]


def histories(seed: str, count: int) -> Iterator[History]:
    """Always the same for a seed."""
    random = Random(seed)
    for _ in range(count):
        yield _history(random)


def heads_of(saves: list[Sent] | History, day: date) -> list[Sent]:
    """The saves of a day that no other builds on, whatever came first."""
    of_day = [sent for sent in saves if sent.day == day]
    replaced = {one for sent in of_day for one in sent.builds_on}
    return [sent for sent in of_day if sent.entry.id not in replaced]


def orders_of(history: History, random: Random) -> list[list[Sent]]:
    """Ways in which a history arrives, each with a repeat: as made, and one device first or anyhow."""
    by_device = sorted(history, key=lambda sent: -sent.device)
    orders = [list(history), random.choice((by_device, random.sample(history, len(history))))]
    for order in orders:
        # Anywhere: a repeat may come before what it was thought to repeat.
        order.insert(random.randrange(len(order) + 1), random.choice(history))
    return orders


def _history(random: Random) -> History:
    most = int(CLOCKS_OFF_BY.total_seconds())
    devices = [
        Device(number, timedelta(seconds=random.randint(-most, most)), random.choice(ZONES))
        for number in (0, 1)
    ]
    # Three days in which much happens make more conflicts than six in which little does.
    days = random.sample(DAYS, 3)
    made: list[Sent] = []
    for step in range(random.randint(3, 7)):
        device = random.choice(devices)
        if random.random() < 0.3:
            device.knows = list(made)
        at = NOON + timedelta(minutes=step) + device.clock_is_off_by
        # "Today" is what the device thinks it is; the other days were chosen on the page.
        today = at.astimezone(ZoneInfo(device.zone)).date()
        day = today if random.random() < 0.4 else random.choice(days)
        sent = _save(random, device, day=day, at=at)
        device.knows.append(sent)
        made.append(sent)
    return tuple(made)


def _save(random: Random, device: Device, *, day: date, at: datetime) -> Sent:
    known = device.heads(day)
    is_void = bool(known) and random.random() < 0.15
    said = {"void_reason": "Saved on the wrong day"} if is_void else _said(random)
    body = {
        "id": UUID(int=random.getrandbits(128), version=4),
        "builds_on": known,
        "recorded_at": at,
        "time_zone": device.zone,
    }
    return Sent(device.number, day, said, EntryCreate.model_validate(body | said))


def _said(random: Random) -> dict[str, Any]:
    readings: dict[str, Any] = {}
    if random.random() < 0.85:
        readings["diarrhea"] = {"count": random.choice((0, 3, 4, 4, 5, 6))}
    if random.random() < 0.6:
        readings["glucose"] = [{"value": random.choice((55.0, 69.0, 70.0, 180.0)), "unit": "mg/dL"}]
    if random.random() < 0.6:
        systolic = random.choice((118.0, 142.0, 181.0))
        readings["blood_pressure"] = [
            {"systolic": systolic, "diastolic": 76.0, "unit": "mmHg", "at": "08:10"}
        ]
    if random.random() < 0.6:
        readings["rash"] = {"presence": random.random() < 0.5}
    notes = {"physical": random.choice(("", "Slept badly", "Ate soup", "A long walk"))}
    return {"readings": readings, "notes": notes, "can_wait": random.choice((None, True, False))}
