"""A phone becomes a patient's own by a code that works once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import Connection, func, select

from api.access import enrolment
from api.access.models import Invite, SessionRow
from api.access.service import create_invite
from api.access.tokens import hash_of, new_token
from api.database import Database
from api.errors import InviteSpent, NotFound
from api.settings import Settings
from tests.access.conftest import SignIn
from tests.support.clients import API, Caller
from tests.support.personas import People

ENROL = f"{API}/auth/enrol"
ME = f"{API}/auth/me"


@pytest.fixture
def code(database: Database, people: People, settings: Settings) -> str:
    """A fresh code for Anna's phone."""
    return database.write_now(create_invite, None, patient_id=people.anna.id, settings=settings)


def cookie_in(headers: object) -> str:
    return str(headers["set-cookie"]).partition(";")[0]  # type: ignore[index]


@pytest.mark.parametrize("typed", ["7K2M-9QXA-4TR", "7K2M-9QXA-4TRBB", "7K2M-9QXA-4TR!", "u" * 12, "🤒" * 12])
def test_what_cannot_be_a_code_is_refused_by_name(nobody: Caller, typed: str) -> None:
    answer = nobody.post(ENROL, {"code": typed})

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["code"]


@pytest.mark.parametrize("path", [ENROL, f"{ENROL}/preview"])
def test_a_code_that_nobody_gave_out_is_not_found(nobody: Caller, path: str) -> None:
    answer = nobody.post(path, {"code": "0000-0000-0000"})

    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers


def test_a_code_works_once(nobody: Caller, code: str) -> None:
    first = nobody.post(ENROL, {"code": code})
    second = nobody.post(ENROL, {"code": code})

    assert (first.status_code, second.status_code) == (201, 410)
    assert "set-cookie" not in second.headers
    assert nobody.post(f"{ENROL}/preview", {"code": code}).status_code == 410


def test_a_code_expires(
    clock: time_machine.Traveller, nobody: Caller, people: People, database: Database, settings: Settings
) -> None:
    code = database.write_now(create_invite, None, patient_id=people.anna.id, settings=settings)

    clock.shift(timedelta(hours=settings.invite_hours) - timedelta(seconds=1))
    last_second = nobody.post(f"{ENROL}/preview", {"code": code}).status_code
    clock.shift(timedelta(seconds=1))

    assert last_second == 200
    assert nobody.post(f"{ENROL}/preview", {"code": code}).status_code == 410
    assert nobody.post(ENROL, {"code": code}).status_code == 410


def test_a_new_code_revokes_the_one_before(
    nobody: Caller, code: str, people: People, database: Database, settings: Settings
) -> None:
    newer = database.write_now(create_invite, None, patient_id=people.anna.id, settings=settings)

    assert nobody.post(ENROL, {"code": code}).status_code == 410
    assert nobody.post(ENROL, {"code": newer}).status_code == 201


def test_of_many_who_use_a_code_at_once_exactly_one_wins(
    database: Database, code: str, settings: Settings
) -> None:
    def attempt(_: int) -> bool:
        try:
            database.write_now(
                enrolment.enrol,
                code,
                token_hash=hash_of(new_token()),
                label="",
                replaces=None,
                settings=settings,
            )
        except InviteSpent:
            return False
        return True

    with ThreadPoolExecutor(16) as threads:
        won = list(threads.map(attempt, range(16)))

    assert sum(won) == 1
    assert database.read_now(_sessions) == 1


def test_looking_at_a_code_does_not_use_it_up(nobody: Caller, code: str) -> None:
    shown = nobody.post(f"{ENROL}/preview", {"code": code})

    assert shown.json()["patient_name"] == "Anna Berg"
    assert shown.json()["clinic_name"] == "Hillside Cancer Clinic"
    assert nobody.post(ENROL, {"code": code}).status_code == 201


def test_an_enrolled_phone_speaks_for_its_patient(nobody: Caller, code: str, people: People) -> None:
    enrolled = nobody.post(ENROL, {"code": code}, headers={"User-Agent": "Mozilla/5.0 (iPhone; CPU)"})
    me = nobody.get(ME, headers={"Cookie": cookie_in(enrolled.headers)})

    assert me.json() == enrolled.json()
    assert (me.json()["actor"], me.json()["id"]) == ("patient", str(people.anna.id))


def test_the_cookie_is_for_this_host_only_and_out_of_reach_of_scripts(nobody: Caller, code: str) -> None:
    cookie = nobody.post(ENROL, {"code": code}).headers["set-cookie"]

    assert cookie.startswith("__Host-patient=")
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert parts >= {"httponly", "secure", "samesite=lax", "path=/"}
    assert not any(part.startswith("domain") for part in parts)


@pytest.mark.parametrize(
    "change", [str.lower, lambda c: c.replace("-", ""), lambda c: f" {c.replace('-', ' ')} "]
)
def test_case_dashes_and_spaces_of_a_code_do_not_matter(nobody: Caller, code: str, change: object) -> None:
    typed = change(code)  # type: ignore[operator]

    assert nobody.post(ENROL, {"code": typed}).status_code == 201


def test_a_phone_that_is_enrolled_again_leaves_no_open_session_behind(
    nobody: Caller, sign_in: SignIn, people: People, code: str
) -> None:
    before = sign_in(people.ben)

    assert before.post(ENROL, {"code": code}).status_code == 201

    assert before.get(ME).status_code == 401


def test_a_code_that_does_not_work_leaves_the_phones_session_alone(sign_in: SignIn, people: People) -> None:
    before = sign_in(people.ben)

    assert before.post(ENROL, {"code": "0000-0000-0000"}).status_code == 404

    assert before.get(ME).status_code == 200


def test_only_hashes_of_codes_and_tokens_are_stored(nobody: Caller, code: str, database: Database) -> None:
    token = cookie_in(nobody.post(ENROL, {"code": code}).headers).partition("=")[2]

    stored = database.read_now(_everything)

    assert hash_of(code) in stored
    assert hash_of(token) in stored
    assert code not in stored
    assert token not in stored


def test_the_nurse_gets_the_code_as_text_link_and_qr(sign_in: SignIn, people: People) -> None:
    given = sign_in(people.nora).post(f"{API}/patients/{people.anna.id}/invites")

    assert given.status_code == 201
    body = given.json()
    assert body["link"] == f"http://localhost:8000/#enrol={body['code']}"
    assert {len(row) for row in body["qr"]} == {len(body["qr"])}
    # The corner that every QR code has.
    assert [row[:7] for row in body["qr"][:3]] == ["1111111", "1000001", "1011101"]


@pytest.mark.parametrize("patient", ["cora", "made-up", "me"])
def test_nobody_gives_a_code_for_a_patient_they_may_not_see(
    sign_in: SignIn, people: People, database: Database, patient: str
) -> None:
    named = str(people.cora.id) if patient == "cora" else patient

    answer = sign_in(people.nora).post(f"{API}/patients/{named}/invites")

    assert answer.status_code == 404
    assert database.read_now(_invites) == 0


def test_the_operator_cannot_make_a_code_for_nobody(
    database: Database, people: People, settings: Settings
) -> None:
    with pytest.raises(NotFound):
        database.write_now(create_invite, None, patient_id=UUID(int=7), settings=settings)


def _sessions(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(SessionRow)).scalar_one()


def _invites(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(Invite)).scalar_one()


def _everything(connection: Connection) -> str:
    tables = (SessionRow.__table__, Invite.__table__)  # type: ignore[attr-defined]
    return str([connection.execute(select(table)).all() for table in tables])
