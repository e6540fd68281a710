"""Bodies of the right types that are wrong all the same: what is behind the shapes has to refuse them.

Every one carries MARKER where its sender may write what she likes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from tests.fuzz.mutations import MARKER
from tests.support.entries import MONDAY

SAVE = UUID("00000000-0000-4000-8000-00000000beef")
FAR_AHEAD = date(2199, 12, 31)
NOTED = {"notes": {"physical": MARKER}}
PRESSURE = "readings.blood_pressure.0"


@dataclass(frozen=True)
class Judged:
    """What is changed in a right body, or on which other day it is sent, and the field that this is about."""

    field: str
    changes: dict[str, Any]
    day: date = MONDAY


def _reading(name: str, answer: Any) -> dict[str, Any]:
    return {"readings": {name: answer}, **NOTED}


def _pressure(systolic: float, diastolic: float) -> dict[str, Any]:
    measured = {"systolic": systolic, "diastolic": diastolic, "unit": "mmHg"}
    return _reading("blood_pressure", [measured])


_A_DAY = (
    Judged("time_zone", {"time_zone": MARKER, **NOTED}),
    Judged("time_zone", {"time_zone": f"Europe/{MARKER}"}),
    Judged("time_zone", {"time_zone": f"../{MARKER}"}),
    Judged("day", NOTED, day=FAR_AHEAD),
    Judged("day", NOTED, day=date(1900, 1, 1)),
    Judged("recorded_at", {"recorded_at": "1899-12-31T23:59:59Z", **NOTED}),
    Judged(PRESSURE, _pressure(91, 142)),
    Judged(PRESSURE, _pressure(1e300, 91)),
    Judged("readings.glucose.0", _reading("glucose", [{"value": 5.5, "unit": "mg/dL"}])),
    Judged("readings.glucose.0.unit", _reading("glucose", [{"value": 5.5, "unit": MARKER}])),
    Judged("readings.diarrhea.count", _reading("diarrhea", {"count": 10**9})),
)
_DATES = {"started_on": "2026-11-20", "stopped_on": "2026-11-19", "stop_reason": MARKER}
_THRESHOLDS = (
    Judged("value", {"value": 99.0, "reason": MARKER}),
    Judged("rule", {"rule": MARKER}),
)
API = "/api/v1"
P = f"{API}/patients/{{patient}}"
DAY = f"{P}/diary/{{day}}"
JUDGED: Mapping[tuple[str, str], tuple[Judged, ...]] = {
    ("PUT", DAY): (
        *_A_DAY,
        Judged("builds_on", {"id": str(SAVE), "builds_on": [str(SAVE)], **NOTED}),
        Judged("builds_on", {"builds_on": [], "readings": {}, "notes": {}, "void_reason": MARKER}),
        Judged("readings", {"builds_on": [str(SAVE)], "void_reason": MARKER}),
        Judged("is_import", {"is_import": True, **NOTED}),
        Judged("recall_hours", {"recall_hours": 169, **NOTED}),
    ),
    ("PATCH", DAY): _A_DAY,
    ("POST", f"{P}/medications"): (
        Judged("catalogue_id", {"catalogue_id": MARKER}),
        Judged("name", {"name": MARKER}),
        Judged("name", {"catalogue_id": None, "notes": MARKER}),
        Judged("stopped_on", _DATES),
        Judged("started_on", {"started_on": "2200-01-01", "notes": MARKER}),
    ),
    ("PATCH", f"{P}/medications/{{medication}}"): (
        Judged("stopped_on", _DATES),
        Judged("dose", {"dose": None, "notes": MARKER}),
    ),
    ("POST", f"{API}/patients"): (
        Judged("phone", {"phone": MARKER, "record_number": MARKER}),
        Judged("phone", {"phone": f"202 555 0142 ext. 7 {MARKER}", "record_number": MARKER}),
        Judged("birth_date", {"birth_date": str(FAR_AHEAD), "name": MARKER}),
        Judged("language", {"language": MARKER}),
        Judged("expects_entry_every_days", {"expects_entry_every_days": 31, "name": MARKER}),
    ),
    ("PATCH", P): (
        Judged("phone", {"phone": f"+{MARKER}"}),
        Judged("name", {"name": None, "support": MARKER}),
        Judged("birth_date", {"birth_date": str(FAR_AHEAD), "name": MARKER}),
    ),
    ("POST", f"{API}/alerts/{{alert}}/resolve"): (Judged("outcome", {"outcome": MARKER}),),
    ("POST", f"{API}/check"): (
        Judged("packs", {"packs": [MARKER]}),
        Judged("medications", {"medications": [MARKER]}),
        Judged("diary", {"diary": []}),
        Judged("diary", {"diary": [{"day": str(MONDAY)}, {"day": str(MONDAY)}], "packs": [MARKER]}),
        Judged("today", {"today": "2200-01-01", "packs": [MARKER]}),
    ),
    ("POST", f"{API}/clinic/guidance/{{pack}}/sign"): (
        Judged("rules", {"rules": [MARKER]}),
        Judged("reason", {"rules": [], "reason": ""}),
    ),
    ("POST", f"{API}/clinic/guidance/trials"): (
        Judged("pack", {"pack": MARKER}),
        Judged("text", {"text": MARKER}),
        Judged("rules", {"rules": [MARKER]}),
        Judged("numbers.0.rule", {"numbers": [{"rule": MARKER, "name": MARKER, "value": 3.0}]}),
        Judged("since_days", {"since_days": 367, "pack": MARKER}),
    ),
    ("POST", f"{API}/clinic/guidance/{{pack}}/withdraw"): (Judged("reason", {"reason": ""}),),
    ("POST", f"{API}/clinic/thresholds"): _THRESHOLDS,
    ("POST", f"{P}/thresholds"): _THRESHOLDS,
    ("POST", f"{API}/auth/password"): (
        Judged("current", {"current": MARKER}),
        Judged("new", {"new": "short"}),
        Judged("new", {"new": f"{MARKER}\u0007"}),
    ),
    ("POST", f"{API}/auth/login"): (Judged("email", {"email": f"{MARKER}\u0007@example.org"}),),
    ("POST", f"{API}/auth/enrol"): (Judged("code", {"code": f"{MARKER}-{MARKER}"}),),
    ("POST", f"{API}/auth/enrol/preview"): (Judged("code", {"code": f"{MARKER}-{MARKER}"}),),
}
