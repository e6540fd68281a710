"""A body that names a field twice is refused on every route: nobody can tell which of the two was meant."""

import json

import pytest
from fastapi.routing import iter_route_contexts

from api.body_json import ONCE, StrictRoute
from api.database import Database
from api.diary.models import RevisionRow
from api.main import create_app
from api.settings import Settings
from tests.access.subjects import content, prepare
from tests.access.test_matrix import with_alerts
from tests.diary.bad_input import TODAY, body, fields, problem_of
from tests.fuzz.body_routes import FORM, as_form, body_routes
from tests.fuzz.mutations import MARKER
from tests.fuzz.test_mutated_bodies import headers_of
from tests.support import clients
from tests.support.apps import app_on
from tests.support.personas import People
from tests.support.rows import rows_of

pytestmark = pytest.mark.parametrize("database_server", ["sqlite"], indirect=True)
DEEP = 900


@pytest.mark.parametrize(
    ("twice", "field"),
    [
        ('"readings": {"diarrhea": {"count": 8, "count": 0}}', "readings.diarrhea.count"),
        ('"readings": {"diarrhea": {"count": 8}}, "readings": {}', "readings"),
        ('"readings": {"glucose": [{}, {"unit": "mg/dL", "unit": "mg/dL"}]}', "readings.glucose.1.unit"),
        ('"notes": {"physical": "a", "physic\\u0061l": "b"}', "notes.physical"),
        (f'"{MARKER}": 1, "{MARKER}": 2', "*"),
        (f'"notes": {{"{MARKER}": {{"id": 1, "id": 2}}}}', "notes.*.id"),
        ('"notes": ' + '{"notes": ' * DEEP + '{"id": 1, "id": 2}' + "}" * DEEP, "notes." * 20),
    ],
    ids=["inside", "outside", "in a list", "escaped", "unknown", "below an unknown", "deep"],
)
def test_a_field_that_stands_twice_is_named_and_nothing_is_stored(
    twice: str, field: str, database: Database, settings: Settings, people: People
) -> None:
    http = clients.client_of(app_on(database, settings))
    anna = clients.signed_in(http, people.anna, database=database, settings=settings)
    right = {name: value for name, value in body().items() if name not in ("readings", "notes")}

    answer = http.put(TODAY, content=f"{json.dumps(right)[:-1]}, {twice}}}", headers=anna.headers)

    problem = problem_of(answer, status=422)
    assert [error["problem"] for error in problem["errors"]] == [ONCE]
    assert fields(problem)[0].startswith(field)
    assert MARKER not in answer.text
    assert rows_of(database, RevisionRow) == []


def test_every_route_refuses_a_field_that_stands_twice(
    database: Database, settings: Settings, people: People
) -> None:
    with_alerts(database, people)
    routes = body_routes(people, database.write_now(prepare, people.anna))
    headers = headers_of(routes, database, settings)
    http = clients.client_of(app_on(database, settings))
    before = database.read_now(content)

    for route in routes:
        name, value = next(iter(route.right.items()), ("id", MARKER))
        again = f"{json.dumps({name: value})[:-1]}, {json.dumps(route.right or {name: value})[1:]}"
        kind = {"Content-Type": FORM} if route.is_form else {}
        sent = as_form(route.right) + b"&scope=check" if route.is_form else again.encode()
        answer = http.request(route.method, route.path, content=sent, headers={**headers[route.key], **kind})

        if route.is_form:
            assert answer.json()["error_description"] == "Send each parameter once."
        else:
            problem = problem_of(answer, status=422)
            assert problem["errors"] == [{"field": name, "problem": ONCE}], route
    assert database.read_now(content) == before


def test_every_route_that_takes_a_body_reads_it_strictly(settings: Settings, database: Database) -> None:
    routes = [
        one.original_route for one in iter_route_contexts(create_app(settings, database=database).routes)
    ]

    taking = [route for route in routes if getattr(route, "body_field", None) is not None]

    assert len(taking) > 20
    assert [route.path for route in taking if not isinstance(route, StrictRoute)] == []
