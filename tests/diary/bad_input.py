"""What tests of bad input send, and what they ask of the answer."""

from typing import Any

from httpx import Response

from tests.support.clients import API
from tests.support.entries import MONDAY, an_entry, as_json

TODAY = f"{API}/patients/me/diary/{MONDAY}"


def body(**changes: Any) -> dict[str, Any]:
    return as_json(an_entry(loose_stools=5)) | changes


def problem_of(answer: Response, *, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert problem["status"] == status
    assert problem["type"].startswith("/api/v1/problems#")
    assert problem["detail"]
    return problem


def fields(problem: dict[str, Any]) -> list[str]:
    return [error["field"] for error in problem["errors"]]
