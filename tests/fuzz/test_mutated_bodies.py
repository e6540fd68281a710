"""5,000 wrong bodies over every route that takes one: never a 5xx, never a row, never an echo."""

import asyncio
import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import httpx
import pytest
from sqlalchemy import Connection
from structlog.testing import capture_logs

from api.access.table import ROUTES
from api.database import Database
from api.settings import Settings
from tests.access.subjects import content, prepare
from tests.access.test_matrix import with_alerts
from tests.fuzz.body_routes import FORM, BodyRoute, as_form, body_routes
from tests.fuzz.judged import JUDGED
from tests.fuzz.mutations import MARKER, Wrong, mutated
from tests.support import clients
from tests.support.apps import app_on
from tests.support.personas import People

BODIES = int(os.environ.get("DIARY_TEST_MUTATED_BODIES", "5000"))
SHARDS = 4
A_BATCH = 50
# A failed sign-in is counted; nothing else is kept of a refusal.
COUNTED = "sign_in_failure "
RouteKey = tuple[str, str]


@pytest.mark.parametrize("shard", range(SHARDS))
def test_a_wrong_body_is_refused_and_leaves_no_trace(
    shard: int,
    database: Database,
    settings: Settings,
    people: People,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with_alerts(database, people)
    routes = body_routes(people, database.write_now(prepare, people.anna))
    headers = headers_of(routes, database, settings)
    random = Random(f"{database.dialect} {shard}")
    # Those first: later ones of a password's may have to wait.
    sent = judged_of(routes)
    others = random.choices(routes, k=BODIES // 2 // SHARDS - len(sent))
    sent += [(route, wrong_for(random, route)) for route in others]
    before = database.read_now(kept)

    with capture_logs() as logged:
        statuses = asyncio.run(send_all(app_on(database, settings), sent, headers, database, before))

    said = [str(logged), caplog.text, *capfd.readouterr()]
    assert not any(MARKER in text for text in said)
    assert len(logged) >= len(sent)
    assert {400, 401, 413, 415, 422} <= statuses.keys()
    assert {route.key for route, _ in sent} == {route.key for route in routes}
    assert not any(MARKER in row for row in database.read_now(content))


async def send_all(
    app: Any,
    sent: Sequence[tuple[BodyRoute, Wrong]],
    headers: Mapping[RouteKey, dict[str, str]],
    database: Database,
    before: list[str],
) -> Counter[int]:
    statuses: Counter[int] = Counter()
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as http:
        for number, (route, wrong) in enumerate(sent):
            answer = await http.request(
                route.method,
                route.path,
                content=wrong.content,
                headers={**headers[route.key], **wrong.headers},
            )
            what = f"{wrong.how} at {route.method} {route.path}: {answer.status_code} {answer.text[:500]}"
            assert 400 <= answer.status_code < 500, what
            assert MARKER not in answer.text + str(answer.headers), what
            assert answer.headers["content-type"] in ("application/problem+json", "application/json"), what
            statuses[answer.status_code] += 1
            if wrong.names:
                assert wrong.names in {error["field"] for error in answer.json()["errors"]}, what
            if number % A_BATCH == 0:
                assert database.read_now(kept) == before, what
    assert database.read_now(kept) == before
    return statuses


def judged_of(routes: Sequence[BodyRoute]) -> list[tuple[BodyRoute, Wrong]]:
    return [
        (
            route.on(one.day),
            Wrong(f"wrong {one.field}", json.dumps(route.right | one.changes).encode(), names=one.field),
        )
        for route in routes
        for one in JUDGED.get(route.key, ())
    ] + [
        (route, Wrong("wrong secret", as_form(route.right), {"Content-Type": FORM}))
        for route in routes
        if route.is_form
    ]


def wrong_for(random: Random, route: BodyRoute) -> Wrong:
    if not route.is_form:
        return mutated(random, route.right)
    wrong = mutated(random, route.right | {"client_secret": MARKER})
    if random.random() < 0.5:
        content = random.choice((as_form(route.right), as_form(route.right) * 50, wrong.content))
        return Wrong(f"form, {wrong.how}", content, wrong.headers | {"Content-Type": FORM})
    return wrong


def headers_of(
    routes: Sequence[BodyRoute], database: Database, settings: Settings
) -> dict[RouteKey, dict[str, str]]:
    """By route, whoever may call it, with the version that a change needs."""
    found = {}
    http = httpx.Client()
    for route in routes:
        caller = (
            clients.signed_in(http, route.sender, database=database, settings=settings)
            if route.sender
            else clients.anyone(http, settings)
        )
        found[route.key] = {**caller.headers, "If-Match": '"1"'}
    return found


def kept(connection: Connection) -> list[str]:
    return [row for row in content(connection) if not row.startswith(COUNTED)]


def test_every_route_that_takes_a_body_gets_wrong_ones(people: People, database: Database) -> None:
    with_alerts(database, people)
    routes = body_routes(people, database.write_now(prepare, people.anna))
    taking = [key for key in ROUTES if key[0] in ("POST", "PUT", "PATCH")]

    assert len(routes) == len(taking)
    assert {route.key for route in routes if route.right and not route.is_form} == JUDGED.keys()
