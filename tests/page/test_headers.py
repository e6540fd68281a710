"""What every answer says about its own safety."""

import pytest
from fastapi import Response
from fastapi.testclient import TestClient

from api import problems
from api.headers import CONTENT_SECURITY_POLICY, DiaryApp

PAGE = "https://diary.example.org"


@pytest.fixture
def client() -> TestClient:
    app = DiaryApp()
    problems.install(app)

    @app.get("/api/v1/fine")
    async def fine() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/api/v1/broken")
    async def broken() -> None:
        raise RuntimeError("nobody expected this")

    @app.get("/elsewhere")
    async def elsewhere() -> None: ...

    return TestClient(app, base_url=PAGE, raise_server_exceptions=False)


@pytest.mark.parametrize("path", ["/api/v1/fine", "/api/v1/broken", "/api/v1/missing", "/elsewhere"])
def test_every_answer_has_the_safe_headers(client: TestClient, path: str) -> None:
    answer = client.get(path)

    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in answer.headers["permissions-policy"]
    assert answer.headers["cache-control"] == "no-store"


def test_an_unexpected_error_is_a_problem_that_does_not_say_what_it_was(client: TestClient) -> None:
    answer = client.get("/api/v1/broken")

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "nobody expected" not in answer.text


def test_the_policy_allows_nothing_unsafe_and_no_other_host() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "*" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
    assert "data:" not in CONTENT_SECURITY_POLICY
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in CONTENT_SECURITY_POLICY


def test_a_route_under_api_cannot_let_its_answer_be_kept() -> None:
    app = DiaryApp()

    @app.get("/api/v1/careless")
    async def careless(response: Response) -> None:
        response.headers["Cache-Control"] = "public, max-age=600"

    answer = TestClient(app).get("/api/v1/careless")

    assert answer.headers.get_list("cache-control") == ["no-store"]


def test_https_is_asked_for_from_then_on_but_never_over_http(client: TestClient) -> None:
    secure = client.get("/api/v1/fine")
    local = client.get("http://localhost/api/v1/fine")

    assert secure.headers["strict-transport-security"] == "max-age=63072000"
    assert "strict-transport-security" not in local.headers
