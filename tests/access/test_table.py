"""Deny by default: what is not in the table of routes and roles is closed, whatever kind of route it is."""

import pytest
from fastapi import APIRouter, Depends, FastAPI, WebSocket
from fastapi.testclient import TestClient
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.websockets import WebSocketDisconnect

from api import problems
from api.access.door import guard
from api.access.gate import DenyUnlisted, routes_of, unlisted
from api.access.table import ROUTES, SCOPES
from api.settings import Settings

SECRET = "what nobody may see"
FEWEST_ROUTES = 45


async def tell(_request: object) -> PlainTextResponse:
    return PlainTextResponse(SECRET)


@pytest.fixture
def bare() -> FastAPI:
    """An app that has the guard and the gate, and no route yet."""
    app = FastAPI(dependencies=[Depends(guard)])
    app.state.settings = Settings(environment="test")
    app.add_middleware(DenyUnlisted)
    problems.install(app)
    return app


@pytest.fixture
def visitor(bare: FastAPI) -> TestClient:
    return TestClient(bare, raise_server_exceptions=False)


def test_a_route_without_a_row_answers_500_and_does_not_run(bare: FastAPI, visitor: TestClient) -> None:
    ran = []
    router = APIRouter(prefix="/api/v1")

    @router.post("/forgotten")
    async def forgotten() -> str:
        ran.append("it")
        return SECRET

    bare.include_router(router)

    answer = visitor.post("/api/v1/forgotten")

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert SECRET not in answer.text
    assert ran == []


def test_a_plain_route_without_a_row_answers_500(bare: FastAPI, visitor: TestClient) -> None:
    bare.router.routes.append(Route("/plain", tell))

    answer = visitor.get("/plain")

    assert (answer.status_code, SECRET in answer.text) == (500, False)
    assert unlisted(bare.routes)[-1] == ("HEAD", "/plain")


def test_a_route_in_a_mounted_app_does_not_pass_under_the_name_of_a_listed_one(
    bare: FastAPI, visitor: TestClient
) -> None:
    bare.router.routes.append(Mount("/inside", routes=[Route("/live", tell)]))

    answer = visitor.get("/inside/live")

    assert (answer.status_code, SECRET in answer.text) == (500, False)
    assert ("GET", "/inside/live") in unlisted(bare.routes)


def test_a_mounted_app_without_a_row_answers_500(bare: FastAPI, visitor: TestClient) -> None:
    async def anything(scope: object, receive: object, send: object) -> None:
        await PlainTextResponse(SECRET)(scope, receive, send)  # type: ignore[arg-type]

    bare.router.routes.append(Mount("/folder", app=anything))

    answer = visitor.get("/folder/file.txt")

    assert (answer.status_code, SECRET in answer.text) == (500, False)


def test_a_socket_without_a_row_does_not_open(bare: FastAPI, visitor: TestClient) -> None:
    async def talk(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text(SECRET)

    bare.router.add_websocket_route("/socket", talk)

    with pytest.raises(WebSocketDisconnect), visitor.websocket_connect("/socket"):
        pass


def test_an_address_that_does_not_exist_stays_404_and_a_wrong_method_405(
    bare: FastAPI, visitor: TestClient
) -> None:
    @bare.get("/live")
    async def live() -> dict[str, str]:
        return {}

    assert visitor.get("/nowhere").status_code == 404
    assert visitor.post("/live").status_code == 405
    assert visitor.get("/live").status_code == 200


@pytest.mark.parametrize("database_server", ["sqlite"], indirect=True)
def test_every_route_of_the_app_has_a_row_and_every_row_a_route(app: FastAPI) -> None:
    routes = {("GET" if method == "HEAD" else method, path) for method, path in routes_of(app.routes)}

    assert unlisted(app.routes) == []
    assert set(ROUTES) == routes
    assert len(routes) >= FEWEST_ROUTES


def test_every_scope_opens_a_route_and_no_row_names_another() -> None:
    assert {row.scope for row in ROUTES.values() if row.scope} == set(SCOPES)


def test_no_program_may_do_what_needs_a_person() -> None:
    people_only = (
        "acknowledge",
        "resolve",
        "called",
        "invites",
        "sessions",
        "sessions/{session}",
        "password",
    )

    closed = [row for (_, path), row in ROUTES.items() if path.endswith(people_only)]

    assert len(closed) == len(people_only)
    assert not any("client" in row.actors for row in closed)


def test_whatever_is_about_a_patient_leaves_a_trail_of_staff_and_programs() -> None:
    silent = [key for key, row in ROUTES.items() if row.whose == "patient" and not row.audited]

    assert silent == []
