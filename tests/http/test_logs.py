"""What the log says of a request: method, route template, status, time. Nothing that tells who or what."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from api.access.actors import Actor
from api.database import Database
from api.errors import Unavailable
from api.patients import store as patients
from api.settings import Settings
from tests.support import clients
from tests.support.apps import app_on
from tests.support.clients import API, Caller
from tests.support.databases import ROOT
from tests.support.entries import an_entry, as_json
from tests.support.personas import People

SECRET = "Anna-Berg-has-diarrhea"


def logged(caller: Caller, method: str, path: str, body: Any = None) -> list[dict[str, Any]]:
    with capture_logs() as lines:
        caller.send(method, path, body)
    return [dict(line) for line in lines]


@pytest.fixture
def call_as(database: Database, settings: Settings, people: People) -> Any:
    http = clients.client_of(app_on(database, settings))

    def caller(actor: Actor) -> Caller:
        return clients.signed_in(http, actor, database=database, settings=settings)

    return caller


def test_a_save_is_one_line_with_its_route_template(call_as: Any, people: People) -> None:
    entry = as_json(an_entry(loose_stools=5, notes={"physical": "A rash"}))
    day = entry["recorded_at"][:10]

    lines = logged(call_as(people.anna), "PUT", f"{API}/patients/{people.anna.id}/diary/{day}", entry)

    assert [line.pop("ms") >= 0 for line in lines] == [True]
    assert lines == [
        {
            "event": "request",
            "log_level": "info",
            "method": "PUT",
            "route": f"{API}/patients/{{patient}}/diary/{{day}}",
            "status": 201,
        }
    ]


def test_a_search_leaves_no_record_number(call_as: Any, people: People) -> None:
    lines = logged(call_as(people.nora), "GET", f"{API}/patients?record_number=MRN-1001")

    assert [line["route"] for line in lines] == [f"{API}/patients"]
    assert "MRN" not in str(lines)


def test_an_address_that_does_not_exist_leaves_no_path(call_as: Any, people: People) -> None:
    lines = logged(call_as(people.anna), "GET", f"{API}/nothing/{people.anna.id}")

    assert [(line["route"], line["status"]) for line in lines] == [("unknown", 404)]
    assert str(people.anna.id) not in str(lines)


def test_an_unexpected_error_names_its_kind_and_not_its_words(
    call_as: Any, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("Anna Berg wrote 5")

    anna = call_as(people.anna)
    monkeypatch.setattr(patients, "get", fail)

    lines = logged(anna, "GET", f"{API}/patients/me")

    assert {line["event"] for line in lines} == {"request", "unexpected"}
    assert "RuntimeError" in str(lines)
    assert "Anna" not in str(lines)


def test_an_unexpected_error_is_not_handed_on_to_a_server_that_would_print_it(
    database: Database, settings: Settings, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("Anna Berg wrote 5")

    monkeypatch.setattr(patients, "get", fail)
    # A client that raises whatever the app lets out.
    http = TestClient(app_on(database, settings))

    answer = clients.signed_in(http, people.anna, database=database, settings=settings).get(
        f"{API}/patients/me"
    )

    assert answer.status_code == 500
    assert "Anna" not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "body", "problem"),
    [
        ("PUT", f"{API}/patients/me/diary/{SECRET}", {"notes": SECRET}, None),
        ("PUT", f"{API}/patients/me/diary/2026-11-23", {SECRET: SECRET, "readings": {SECRET: 5}}, None),
        ("PUT", f"{API}/patients/{SECRET}/diary/2026-11-23", [SECRET], None),
        ("GET", f"{API}/patients/me?name={SECRET}", None, None),
        ("GET", f"{API}/patients?record_number={SECRET}", None, "not-allowed"),
        ("POST", f"{API}/auth/enrol", {"code": SECRET}, None),
        ("POST", f"{API}/auth/login", {"email": SECRET, "password": SECRET}, None),
        ("GET", f"{API}/alerts/{SECRET}", None, None),
        ("DELETE", f"/{SECRET}", None, None),
        ("GET", f"/js/{SECRET}.js", None, None),
    ],
)
def test_no_refusal_logs_what_was_sent(
    call_as: Any, people: People, method: str, path: str, body: Any, problem: str | None
) -> None:
    lines = logged(call_as(people.anna), method, path, body)

    assert [line["event"] for line in lines] == ["request"]
    assert SECRET not in str(lines)
    assert problem is None or lines[0]["problem"] == problem


def test_a_request_that_failed_on_our_side_is_a_warning(
    call_as: Any, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise Unavailable

    anna = call_as(people.anna)
    monkeypatch.setattr(patients, "get", refuse)

    lines = logged(anna, "GET", f"{API}/patients/me")

    assert [(line["log_level"], line["status"], line["problem"]) for line in lines] == [
        ("warning", 503, "unavailable")
    ]


def test_every_event_that_we_log_is_a_name_and_its_fields_hold_no_words() -> None:
    calls = [call for file in (ROOT / "api").rglob("*.py") for call in calls_to_the_log(file)]

    events = [call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)]
    fields = {keyword.arg for call in calls for keyword in call.keywords}

    assert len(events) >= 12
    assert [event for event in events if not re.fullmatch("[a-z_]+", event)] == []
    assert fields & {"exc_info", "error_message", "path", "query", "body", "name", "patient", "url"} == set()


def calls_to_the_log(file: Path) -> list[ast.Call]:
    """Each `log.warning(…)` and the like."""
    levels = ("debug", "info", "warning", "error", "exception", "critical")
    return [
        node
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.value.id, node.func.attr in levels) == ("log", True)
    ]
