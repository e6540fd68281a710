"""A session ends at once when it should, and not before."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import Connection, update

from api.access import sessions, store
from api.access.models import Client, Role
from api.database import Database
from api.settings import Settings
from tests.access.conftest import SignIn
from tests.support.clients import API, Caller
from tests.support.personas import PASSWORD, People

ME = f"{API}/auth/me"
BACKGROUND = {"X-Diary-Background": "true"}


def is_in(caller: Caller, *, background: bool = False) -> bool:
    status = caller.get(ME, headers=BACKGROUND if background else None).status_code
    assert status in (200, 401)
    return status == 200


@pytest.mark.parametrize("who", ["anna", "nora", "ehr"])
def test_signing_out_ends_the_session_at_once(sign_in: SignIn, people: People, who: str) -> None:
    caller, other = sign_in(getattr(people, who)), sign_in(getattr(people, who))

    left = caller.post(f"{API}/auth/logout")

    assert left.status_code == 204
    assert (is_in(caller), is_in(other)) == (False, True)


def test_signing_out_clears_the_cookie(sign_in: SignIn, people: People) -> None:
    left = sign_in(people.anna).post(f"{API}/auth/logout")

    assert left.headers["set-cookie"].startswith('__Host-patient=""; ')
    assert "Max-Age=0" in left.headers["set-cookie"]
    assert "Secure" in left.headers["set-cookie"]


def test_disabling_staff_ends_their_sessions_at_once(
    sign_in: SignIn, people: People, database: Database
) -> None:
    nora, ada = sign_in(people.nora), sign_in(people.ada)

    database.write_now(store.disable_staff, people.nora.id)

    assert (is_in(nora), is_in(ada)) == (False, True)


def test_a_change_of_role_ends_the_sessions_that_had_the_old_one(
    sign_in: SignIn, people: People, database: Database
) -> None:
    ada = sign_in(people.ada)

    database.write_now(store.change_role, people.ada.id, role=Role.NURSE)

    assert not is_in(ada)


def test_a_change_of_password_ends_the_persons_other_sessions(sign_in: SignIn, people: People) -> None:
    here, elsewhere, ada = sign_in(people.nora), sign_in(people.nora), sign_in(people.ada)

    changed = here.post(f"{API}/auth/password", {"current": PASSWORD, "new": "another long password"})

    assert changed.status_code == 204
    assert (is_in(here), is_in(elsewhere), is_in(ada)) == (True, False, True)


def test_revoking_a_program_ends_its_tokens_at_once(
    sign_in: SignIn, people: People, database: Database
) -> None:
    ehr = sign_in(people.ehr)

    database.write_now(store.disable_client, people.ehr.id)

    assert not is_in(ehr)


def test_a_scope_that_is_taken_from_a_program_is_gone_from_its_tokens(
    sign_in: SignIn, people: People, database: Database
) -> None:
    ehr = sign_in(people.ehr)
    diary = f"{API}/patients/{people.anna.id}/diary"
    assert ehr.get(diary).status_code == 200

    database.write_now(_set_scopes, people.ehr.id, ["patients:read"])

    assert ehr.get(diary).status_code == 403


def test_staff_idle_out_after_fifteen_minutes(
    clock: time_machine.Traveller, sign_in: SignIn, people: People
) -> None:
    nora, ada = sign_in(people.nora), sign_in(people.ada)

    clock.shift(timedelta(minutes=14, seconds=59))
    in_time = is_in(nora)
    clock.shift(timedelta(seconds=1))
    too_late = is_in(ada)

    assert (in_time, too_late) == (True, False)


def test_using_the_desk_keeps_staff_signed_in_until_their_hours_are_over(
    clock: time_machine.Traveller, sign_in: SignIn, people: People, settings: Settings
) -> None:
    nora = sign_in(people.nora)
    queue = f"{API}/alerts"

    for _ in range(settings.staff_session_hours * 6 - 1):
        clock.shift(timedelta(minutes=10))
        assert nora.get(queue).status_code == 200
    clock.shift(timedelta(minutes=10))

    assert nora.get(queue).status_code == 401


def test_what_the_page_asks_for_by_itself_does_not_keep_staff_signed_in(
    clock: time_machine.Traveller, sign_in: SignIn, people: People
) -> None:
    nora = sign_in(people.nora)

    clock.shift(timedelta(minutes=10))
    assert is_in(nora, background=True)
    assert nora.get(f"{API}/alerts", headers=BACKGROUND).status_code == 200
    clock.shift(timedelta(minutes=5))

    assert not is_in(nora)


def test_a_phone_stays_signed_in_for_its_days_without_being_used(
    clock: time_machine.Traveller, sign_in: SignIn, people: People, settings: Settings
) -> None:
    anna = sign_in(people.anna)

    clock.shift(timedelta(days=settings.patient_session_days) - timedelta(seconds=1))
    last_second = is_in(anna)
    clock.shift(timedelta(seconds=1))

    assert (last_second, is_in(anna)) == (True, False)


def test_an_access_token_lives_for_its_minutes(
    clock: time_machine.Traveller, sign_in: SignIn, people: People, settings: Settings
) -> None:
    ehr = sign_in(people.ehr)

    clock.shift(timedelta(minutes=settings.access_token_minutes))

    assert not is_in(ehr)


def test_use_is_remembered_once_a_minute_at_most(
    clock: time_machine.Traveller, sign_in: SignIn, people: People, database: Database
) -> None:
    anna = sign_in(people.anna)

    clock.shift(timedelta(seconds=59))
    assert is_in(anna)
    early = _last_seen(database, anna.session_id)
    clock.shift(timedelta(seconds=1))
    assert is_in(anna)
    late = _last_seen(database, anna.session_id)

    assert late - early == timedelta(minutes=1)


def _set_scopes(connection: Connection, client_id: UUID, scopes: list[str]) -> None:
    connection.execute(update(Client).where(Client.id == client_id).values(scopes=scopes))  # type: ignore[arg-type]


def _last_seen(database: Database, session_id: UUID | None) -> timedelta:
    table = sessions.SessionRow.__table__  # type: ignore[attr-defined]
    seen = database.read_now(lambda c: c.execute(table.select().where(table.c.id == session_id)).one())
    return timedelta(seconds=seen.last_seen_at.timestamp())
