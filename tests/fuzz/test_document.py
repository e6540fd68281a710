"""The OpenAPI document against the API, by schemathesis: every route, check and role, on both databases."""

import os

import pytest
import sqlalchemy as sa
from schemathesis.checks import CHECKS as EVERY_CHECK
from sqlalchemy import Connection

from api.access.actors import Actor
from api.access.models import SessionRow
from api.access.table import ROUTES
from api.database import Database
from api.main import create_app
from api.rules.guidance import DOCUMENT
from api.settings import Settings
from tests.access.matrix_cases import CASES
from tests.access.subjects import Subject, prepare
from tests.access.test_matrix import with_alerts
from tests.fuzz.applicability import ALSO_RIGHT
from tests.fuzz.document_run import Visit, labels_of, visit
from tests.fuzz.plain import PUBLIC, WANTS_MORE, label_of, plain_request, successes_of
from tests.support import clients
from tests.support.apps import app_on
from tests.support.entries import MONDAY
from tests.support.personas import People

EXAMPLES = int(os.environ.get("DIARY_TEST_FUZZ_EXAMPLES", "0"))
PARTS = 8
ROLES = ("nobody", "patient", "nurse", "admin", "client")


def actor_of(people: People, role: str) -> Actor | None:
    return {
        "nobody": None,
        "patient": people.anna,
        "nurse": people.nora,
        "admin": people.ada,
        "client": people.ehr,
    }[role]


def named(subject: Subject) -> dict[str, str]:
    """Something that exists for everything that a path or a header can name."""
    return {
        "patient": str(subject.patient_id),
        "medication": str(subject.medication_id),
        "alert": str(subject.alert_id),
        "session": str(subject.session_id),
        "day": str(MONDAY),
        "pack": DOCUMENT,
        "threshold": str(subject.threshold_id),
        "trial": str(subject.trial_id),
        "if-match": '"1"',
    }


def reopen_sessions(connection: Connection) -> None:
    connection.execute(sa.update(SessionRow).values(ended_at=None))


@pytest.mark.parametrize("role", ROLES)
def test_every_answer_is_what_the_document_says(
    role: str, database: Database, settings: Settings, people: People
) -> None:
    app = app_on(database, settings)
    document = app.openapi()
    with_alerts(database, people)
    subject = database.write_now(prepare, people.anna)
    actor, http = actor_of(people, role), clients.client_of(app)
    caller = (
        clients.signed_in(http, actor, database=database, settings=settings)
        if actor
        else clients.anyone(http, settings)
    )

    found = visit(
        app,
        document,
        Visit(
            credentials={name: text for name, text in caller.headers.items() if name != "Content-Type"},
            named=named(subject),
            sign_in_again=lambda: database.write_now(reopen_sessions),
            plain=lambda label: database.write_now(
                plain_request, label, actor, people=people, settings=settings
            ),
            examples=EXAMPLES or 1,
            corners=None if EXAMPLES else corners_of(role, database, labels_of(document)),
        ),
    )

    assert found.failures == []
    assert found.checks.keys() == set(EVERY_CHECK.get_all_names())
    assert found.answers.keys() == set(labels_of(document))
    right = successes_of(actor)
    assert {label for label, status in right.items() if status in found.answers[label]} == right.keys()
    assert found.probed >= (right.keys() if actor else set())


def corners_of(role: str, database: Database, labels: list[str]) -> frozenset[str]:
    # Nobody hears only 401 behind the door. Everyone else has another part on each database.
    if role == "nobody":
        return frozenset(list(PUBLIC)[parity(database) :: 2])
    part = 2 * (ROLES.index(role) - 1) + parity(database)
    return frozenset(label for number, label in enumerate(labels) if number % PARTS == part)


def parity(database: Database) -> int:
    return int(database.dialect == "postgresql")


def test_whatever_is_documented_is_public_or_has_a_right_request() -> None:
    documented = set(labels_of(create_app(Settings(environment="test")).openapi()))

    assert documented == PUBLIC.keys() | set(WANTS_MORE) | {label_of(case) for case in CASES}


def test_the_table_of_what_is_also_right_names_routes_that_there_are() -> None:
    named = {row.operation for row in ALSO_RIGHT}

    assert named <= {f"{method} {path}" for method, path in ROUTES}
    assert len(named) == len(ALSO_RIGHT)
