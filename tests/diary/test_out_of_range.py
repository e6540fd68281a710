"""Times, days and cursors that no database can hold: refused by name, on both databases."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.database import Database
from api.diary.models import RevisionRow
from api.settings import Settings
from tests.diary.bad_input import TODAY, body, fields, problem_of
from tests.support import clients
from tests.support.clients import API, Caller
from tests.support.personas import People
from tests.support.rows import rows_of

NAIVE_CURSOR = "WyIxIiwiMjAyNi0xMS0yM1QwMDowMDowMCIsIjAwMDAwMDAwLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAxMSJd"
HUGE_RANK_CURSOR = (
    "WyI5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OSIsIjIwMjYtMTEtMjNUMDA6MDA6MDArMDA6MDAiLCIwMDAwMDAwMC0wMDAwLTcwMDA"
    "tODAwMC0wMDAwMDAwMDAwMTEiXQ"
)


@pytest.mark.parametrize(
    "path",
    [
        f"/patients?record_number={'%00'}",
        "/patients?cursor=%00",
        f"/alerts?cursor={NAIVE_CURSOR}",
        f"/alerts?cursor={HUGE_RANK_CURSOR}",
        f"/patients/{{anna}}/medications?cursor={HUGE_RANK_CURSOR}",
        "/patients/{anna}/diary/0",
        "/patients/{anna}/diary/0001-01-01",
        "/patients/{anna}/diary/9999-12-31",
        "/patients/{anna}/diary?from=0001-01-01",
        "/patients/{anna}/diary?after=99999999999999999999",
        "/patients/{anna}/diary?cursor=WyIwMDAxLTAxLTAxIiwieCJd",
    ],
)
def test_what_no_database_can_look_for_is_refused(
    http: TestClient, database: Database, settings: Settings, people: People, path: str
) -> None:
    nora = clients.signed_in(http, people.nora, database=database, settings=settings)

    problem_of(nora.get(API + path.format(anna=people.anna.id)), status=422)


@pytest.mark.parametrize(
    "changes",
    [
        {"void_reason": "a\0b", "builds_on": ["00000000-0000-7000-8000-000000000001"], "readings": {}},
        {"recorded_at": "0001-01-01T00:00:00+14:00"},
        {"recorded_at": "9999-12-31T23:59:59-12:00"},
    ],
    ids=str,
)
def test_what_no_database_can_keep_is_refused(
    anna: Caller, database: Database, changes: dict[str, Any]
) -> None:
    problem_of(anna.put(TODAY, body(**changes)), status=422)
    assert rows_of(database, RevisionRow) == []


def test_a_check_of_the_first_day_of_all_is_refused(
    http: TestClient, database: Database, settings: Settings, people: People
) -> None:
    nora = clients.signed_in(http, people.nora, database=database, settings=settings)
    diary = {"diary": [{"day": "2026-11-23"}], "today": "0001-01-01"}

    assert fields(problem_of(nora.post(f"{API}/check", diary), status=422)) == ["today"]
