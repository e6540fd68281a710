"""The made-up people of the demo clinic and what their last six weeks were like. None of them exists."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Handling(StrEnum):
    """What the demo's nurse did about a patient's alert."""

    NONE = "none"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


@dataclass(frozen=True)
class Person:
    """`stools` maps days ago to loose stools, None to an entry without that answer; other days are quiet.

    `unwritten` lists days ago without an entry; `handled_days_ago` is when the nurse saw to the alert.
    """

    name: str
    birth_date: date
    record_number: str
    diagnosis: str
    medicine: str | None
    dose: str
    schedule: str
    days_taken: int
    stools: dict[int, int | None]
    unwritten: frozenset[int] = frozenset()
    support: str = ""
    mood: int = 0
    handling: Handling = Handling.NONE
    handled_days_ago: int = 0


GIST = "Gastrointestinal stromal tumor"
SARCOMA = "Soft tissue sarcoma"

ANNA = Person(
    name="Anna Berg",
    birth_date=date(1961, 4, 18),
    record_number="DEMO-0001",
    diagnosis=SARCOMA,
    medicine=None,
    dose="",
    schedule="",
    days_taken=0,
    stools={9: 1, 20: 2},
    unwritten=frozenset({0, 1, 2, 17}),
)

OTHERS = (
    Person(
        "Ben Okafor",
        date(1964, 9, 2),
        "DEMO-0002",
        GIST,
        "regorafenib",
        "160 mg",
        "once a day, days 1 to 21 of 28",
        33,
        {0: 6, 1: 5, 2: 4},
        frozenset({12}),
        "Daughter helps him write",
        2,
    ),
    Person(
        "Ruth Adeyemi",
        date(1957, 1, 25),
        "DEMO-0003",
        GIST,
        "sunitinib",
        "50 mg",
        "once a day",
        61,
        {1: 4, 2: 5, 8: 3},
        frozenset({0, 15}),
        "",
        1,
        Handling.ACKNOWLEDGED,
        0,
    ),
    Person(
        "Luis Prado",
        date(1949, 11, 7),
        "DEMO-0004",
        GIST,
        "imatinib",
        "400 mg",
        "once a day with lunch",
        201,
        {6: 4, 7: 3},
        frozenset(range(6)),
        "Speaks Spanish; his son writes for him",
        3,
    ),
    Person(
        "Mei Tanaka",
        date(1972, 6, 30),
        "DEMO-0005",
        SARCOMA,
        "larotrectinib",
        "100 mg",
        "twice a day",
        24,
        {0: 4, 1: 2, 2: 1},
        frozenset({11}),
        "",
        1,
    ),
    Person(
        "Omar Haddad",
        date(1968, 3, 14),
        "DEMO-0006",
        SARCOMA,
        "entrectinib",
        "600 mg",
        "once a day",
        88,
        {14: 1},
        frozenset({5, 19}),
    ),
    Person(
        "Signe Dahl",
        date(1980, 12, 3),
        "DEMO-0007",
        SARCOMA,
        "repotrectinib",
        "160 mg",
        "twice a day",
        52,
        {},
        frozenset({3, 22}),
    ),
    Person(
        "Greta Novak",
        date(1955, 8, 21),
        "DEMO-0008",
        "Epithelioid sarcoma",
        "tazemetostat",
        "800 mg",
        "twice a day",
        140,
        {4: 1, 25: 2},
        frozenset({9}),
        "",
        1,
    ),
    Person(
        "Tomas Rivera",
        date(1959, 2, 11),
        "DEMO-0009",
        SARCOMA,
        "pazopanib",
        "800 mg",
        "once a day, empty stomach",
        73,
        {15: 4, 16: 5, 17: 4},
        frozenset({6}),
        "",
        0,
        Handling.RESOLVED,
        15,
    ),
    Person(
        "Priya Nair",
        date(1976, 5, 9),
        "DEMO-0010",
        GIST,
        "imatinib",
        "400 mg",
        "once a day with dinner",
        310,
        {10: 2, 11: 3},
        frozenset({1, 13, 14, 28}),
        "",
        1,
    ),
    Person(
        "Jonas Weber",
        date(1966, 10, 17),
        "DEMO-0011",
        GIST,
        "sunitinib",
        "37.5 mg",
        "once a day",
        45,
        {1: 4, 3: 4, 12: 1},
        frozenset({2, 24}),
        "",
        2,
    ),
    Person(
        "Hana Kim",
        date(1983, 7, 28),
        "DEMO-0012",
        GIST,
        "regorafenib",
        "120 mg",
        "once a day, days 1 to 21 of 28",
        19,
        {9: 5, 10: 4},
        frozenset({18, 30}),
        "",
        0,
        Handling.RESOLVED,
        8,
    ),
)
