"""Every route as every actor on everybody's data, on both databases."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from httpx import Response

from api.access import sessions
from api.access.actors import Actor
from api.access.table import ROUTES, SCOPES
from api.database import Database
from tests.access.conftest import SignIn
from tests.access.matrix_cases import CASES, Case
from tests.access.subjects import Subject, audited, content, nothing, prepare
from tests.support.clients import API, Caller
from tests.support.entries import MONDAY, SUNDAY, write
from tests.support.personas import People

ALL = frozenset(SCOPES)


@dataclass(frozen=True)
class Visitor:
    """Someone who knocks: an actor in a session, a program with some scopes, or nobody that we know."""

    name: str
    actor: Actor | None
    scopes: frozenset[str] = ALL
    has_ended: bool = False


Knock = Callable[[Visitor], Caller]


def visitors(people: People, case: Case) -> list[Visitor]:
    without = ALL - {case.scope}
    return [
        Visitor("the patient", people.anna),
        Visitor("another patient of the clinic", people.ben),
        Visitor("her nurse", people.nora),
        Visitor("an admin", people.ada),
        Visitor("a nurse elsewhere", people.carl),
        Visitor("a program with the scope", people.ehr),
        Visitor("a program without the scope", people.ehr, without),
        Visitor("nobody", None),
        Visitor("an ended session", people.nora, has_ended=True),
    ]


def may_see(actor: Actor, owner: Actor | None) -> bool:
    if owner is None:
        return False
    return owner.id == actor.id if actor.is_patient else owner.clinic_id == actor.clinic_id


@pytest.fixture
def knock(sign_in: SignIn, nobody: Caller, database: Database) -> Knock:
    def as_visitor(visitor: Visitor) -> Caller:
        if visitor.actor is None:
            return nobody
        caller = sign_in(visitor.actor, scopes=visitor.scopes if visitor.actor.kind == "client" else None)
        if visitor.has_ended:
            database.write_now(sessions.end, caller.session_id)
        return caller

    return as_visitor


def call(caller: Caller, case: Case, subject: Subject) -> Response:
    headers = {"If-Match": '"1"'} if case.needs_version else {}
    return caller.send(case.method, case.path_for(subject), case.body(), headers=headers)


def refusal(case: Case, visitor: Visitor, owner: Actor | None) -> int | None:
    """The status that turns this visitor away; None where she is let in."""
    if visitor.actor is None or visitor.has_ended:
        return 401
    if not case.lets_in(visitor.actor, scopes=visitor.scopes):
        return 403
    return 404 if case.names_data and not may_see(visitor.actor, owner) else None


def with_alerts(database: Database, people: People) -> None:
    for patient in (people.anna, people.ben, people.cora):
        write(database, patient, SUNDAY, loose_stools=4)
        write(database, patient, MONDAY, loose_stools=4)


def owners_for(case: Case, people: People) -> list[Actor | None]:
    return [people.anna, people.ben, people.cora, None] if case.names_data else [people.anna]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.method} {case.template}")
def test_whoever_may_not_is_turned_away_and_changes_nothing(
    case: Case, database: Database, people: People, knock: Knock, clock: object
) -> None:
    with_alerts(database, people)
    owners = owners_for(case, people)
    subjects = [database.write_now(prepare, owner, case.template) if owner else nothing() for owner in owners]
    callers = [(visitor, knock(visitor)) for visitor in visitors(people, case)]
    before = database.read_now(content)
    not_found: set[str] = set()

    for visitor, caller in callers:
        for owner, subject in zip(owners, subjects, strict=True):
            expected = refusal(case, visitor, owner)
            if expected is None:
                continue
            answer = call(caller, case, subject)
            assert answer.status_code == expected, f"{visitor.name} on {owner and owner.name}: {answer.text}"
            if expected == 404:
                not_found.add(answer.text)

    assert len(not_found) == (1 if case.names_data else 0)
    assert database.read_now(content) == before


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.method} {case.template}")
def test_whoever_may_succeeds_and_staff_and_programs_leave_an_audit_row(
    case: Case, database: Database, people: People, knock: Knock, clock: object
) -> None:
    with_alerts(database, people)
    is_audited = not case.template.startswith(("/auth", "/check"))
    succeeded = 0

    for visitor in visitors(people, case):
        for owner in owners_for(case, people):
            if refusal(case, visitor, owner) is not None or owner is None or visitor.actor is None:
                continue
            subject = database.write_now(prepare, owner, case.template)
            caller, before = knock(visitor), len(database.read_now(audited))
            answer = call(caller, case, subject)
            who = f"{visitor.name} on {owner.name}: {answer.text}"
            assert answer.status_code == case.succeeds_with, who
            left = database.read_now(audited)[before:]
            leaves_one = is_audited and not visitor.actor.is_patient
            assert left == ([visitor.actor.id] if leaves_one else []), who
            succeeded += 1

    assert succeeded


def test_the_matrix_calls_every_route_that_is_not_public() -> None:
    called = {(case.method, API + case.template) for case in CASES}

    assert called == {key for key, access in ROUTES.items() if not access.is_public}
