"""Where another answer than the document's success is right for a request that looks valid, and why.

JSON Schema says what a body looks like. It cannot say what is stored, what day it is, or that two fields
agree. Everything else is checked as it comes, on every route.
"""

from dataclasses import dataclass
from typing import Any

# What schemathesis takes as right anyway: a role that may not, what does not exist, what is stored already.
RIGHT_ANYWHERE = ("2xx", "3xx", "401", "403", "404", "409", "429")
# A change without If-Match gets 428, which RFC 6585 made for it and schemathesis does not count.
WITHOUT_A_HEADER = ("400", "401", "403", "406", "415", "422", "428")
# Some wrong bodies are more than anybody may send; those are turned away before they are read.
WRONG = ("400", "401", "403", "404", "405", "406", "409", "413", "415", "422", "428", "429")
CHECKS = {
    "missing_required_header": {"expected-statuses": list(WITHOUT_A_HEADER)},
    "negative_data_rejection": {"expected-statuses": list(WRONG)},
}

P = "/api/v1/patients/{patient}"
DAY = f"{P}/diary/{{day}}"
MEDICATION = f"{P}/medications/{{medication}}"
ALERT = "/api/v1/alerts/{alert}"
CURSOR = "a cursor is what an earlier page gave; no schema tells it from another text"
VERSION = "If-Match names the version that is stored; an empty one names none"
JUDGED = "the day has begun somewhere, the zone is one of IANA's, systolic is above diastolic, builds_on fits"
NUMBERS = "a number that the pack lets somebody set, within its bounds"
EASED = "a reason where a milder number counts afterwards"


@dataclass(frozen=True)
class AlsoRight:
    """Statuses that are right for some requests to a route although the document calls them valid."""

    operation: str
    statuses: tuple[str, ...]
    why: str


ALSO_RIGHT = (
    AlsoRight(f"GET {P}/alerts", ("422",), CURSOR),
    AlsoRight(f"GET {P}/diary", ("422",), CURSOR),
    AlsoRight(f"GET {P}/medications", ("422",), CURSOR),
    AlsoRight(f"GET {P}/sessions", ("422",), CURSOR),
    AlsoRight("GET /api/v1/alerts", ("422",), CURSOR),
    AlsoRight("GET /api/v1/patients", ("422",), CURSOR),
    AlsoRight("GET /api/v1/events", ("410",), "the feed goes on only from a position that it gave"),
    AlsoRight(f"PUT {DAY}", ("422", "428"), f"{JUDGED}; a day that is not empty wants builds_on"),
    AlsoRight(f"PATCH {DAY}", ("422",), JUDGED),
    AlsoRight(
        "POST /api/v1/check",
        ("413", "422"),
        "each day once, packs and medicines that there are; no more than the limit of a body",
    ),
    AlsoRight(f"POST {P}/medications", ("422",), "a catalogue_id that there is, else a name; dates in order"),
    AlsoRight(
        f"PATCH {MEDICATION}", ("412", "422", "428"), f"{VERSION}; dates in order; only they can be null"
    ),
    AlsoRight(f"DELETE {MEDICATION}", ("412", "428"), VERSION),
    AlsoRight("POST /api/v1/patients", ("422",), "a phone number that can be dialled; nobody unborn"),
    AlsoRight(f"PATCH {P}", ("412", "422", "428"), f"{VERSION}; a phone that can be dialled; no null name"),
    AlsoRight(f"POST {ALERT}/acknowledge", ("412", "428"), VERSION),
    AlsoRight(f"POST {ALERT}/resolve", ("412", "428"), VERSION),
    AlsoRight(f"POST {P}/thresholds", ("422",), NUMBERS),
    AlsoRight("POST /api/v1/clinic/thresholds", ("422",), NUMBERS),
    AlsoRight("GET /api/v1/clinic/guidance/trials", ("422",), CURSOR),
    AlsoRight("POST /api/v1/clinic/guidance/trials", ("422",), f"a pack, rules of it and {NUMBERS}"),
    AlsoRight(f"POST {P}/thresholds/{{threshold}}/end", ("422",), EASED),
    AlsoRight("POST /api/v1/clinic/thresholds/{threshold}/end", ("422",), EASED),
    AlsoRight(
        "POST /api/v1/clinic/guidance/{pack}/sign", ("422",), "rules of the pack, none left out silently"
    ),
    AlsoRight("POST /api/v1/clinic/guidance/{pack}/withdraw", ("422",), "a reason that says something"),
    AlsoRight("POST /api/v1/auth/password", ("422",), "the present password has to be the present one"),
    AlsoRight("POST /api/v1/auth/enrol", ("410",), "a code works once, and for a time"),
    AlsoRight("POST /api/v1/auth/enrol/preview", ("410",), "a code works once, and for a time"),
)


def checks_of(operation: str) -> dict[str, Any]:
    """What the table says of one route, as schemathesis wants it."""
    statuses = [status for row in ALSO_RIGHT if row.operation == operation for status in row.statuses]
    if not statuses:
        return {}
    return {"positive_data_acceptance": {"expected-statuses": [*RIGHT_ANYWHERE, *statuses]}}
