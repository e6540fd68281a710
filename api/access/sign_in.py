"""Staff sign in by e-mail and password, and change it. Argon2 runs in a thread, between transactions."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection

from api.access import attempts, sessions, store
from api.access.actors import Actor
from api.access.credentials import Credential
from api.access.door import Door
from api.access.enrolment import end_replaced
from api.access.models import LoginBody, Me, PasswordChange, SessionKind
from api.access.passwords import hash_in_thread, is_password, refuse_weak
from api.access.store import StaffSecret
from api.access.tokens import hash_of, new_token
from api.database import Database
from api.errors import FieldError, Invalid, NotSignedIn, WrongCredentials
from api.settings import Settings


@dataclass(frozen=True)
class Place:
    """Where someone signs in: an address, and the cookies that this browser still has from before."""

    address: str
    device: str
    browser_token: str | None = field(repr=False)
    staff_token: str | None = field(repr=False)


@dataclass(frozen=True)
class SignedIn:
    me: Me
    token: str = field(repr=False)
    browser_token: str = field(repr=False)


async def sign_in(database: Database, body: LoginBody, *, place: Place, settings: Settings) -> SignedIn:
    """A new session for the one who has this password.

    Raises: WrongCredentials, the same and as slowly for an unknown e-mail; SlowDown after repeated failures.
    """
    staff, key = await database.write(_begin_attempt, body.email, place=place)
    if not await is_password(body.password, staff.password_hash if staff else None) or staff is None:
        raise WrongCredentials
    token, browser_token = new_token(), place.browser_token or new_token()
    me = await database.write(
        _finish, staff, key=key, token=token, browser_token=browser_token, place=place, settings=settings
    )
    return SignedIn(me, token, browser_token)


async def change_password(door: Door, body: PasswordChange) -> None:
    """Set another password and end the person's other sessions.

    Raises: Invalid naming `current` or `new`; SlowDown after repeated failures.
    """
    staff = await door.write(_begin_change)
    if not await is_password(body.current, staff.password_hash):
        raise Invalid(errors=[FieldError("current", "This is not your present password.")])
    refuse_weak(body.new, email=staff.email)
    await door.write(_replace_password, old=staff, password_hash=await hash_in_thread(body.new))


def _begin_attempt(connection: Connection, email: str, *, place: Place) -> tuple[StaffSecret | None, str]:
    where = f"address {attempts.place_of(place.address)}"
    if place.browser_token is not None:
        browser = hash_of(place.browser_token)
        if store.is_known_browser(connection, email, token_hash=browser):
            where = f"browser {browser}"
    key = attempts.key_of(email.strip(), where)
    attempts.count(connection, key)
    return store.active_staff(connection, email), key


def _finish(
    connection: Connection,
    staff: StaffSecret,
    *,
    key: str,
    token: str,
    browser_token: str,
    place: Place,
    settings: Settings,
) -> Me:
    # Disabled, or another password, while argon2 was running: then this one counts no more.
    if store.active_staff_by_id(connection, staff.id) != staff:
        raise WrongCredentials
    attempts.forget(connection, key)
    store.know_browser(connection, staff.id, token_hash=hash_of(browser_token))
    if place.staff_token is not None:
        end_replaced(connection, Credential(SessionKind.STAFF, hash_of(place.staff_token)), settings)
    session_id = sessions.begin(
        connection,
        SessionKind.STAFF,
        actor_id=staff.id,
        clinic_id=staff.clinic_id,
        token_hash=hash_of(token),
        lifetime=timedelta(hours=settings.staff_session_hours),
        label=place.device,
    )
    return store.me_of(connection, _actor(staff, session_id))


def _actor(staff: StaffSecret, session_id: UUID) -> Actor:
    return Actor(
        kind="admin" if staff.role == "admin" else "nurse",
        id=staff.id,
        clinic_id=staff.clinic_id,
        name=staff.name,
        session_id=session_id,
    )


def _begin_change(connection: Connection, actor: Actor) -> StaffSecret:
    attempts.count(connection, _change_key(actor.id))
    return _present(connection, actor)


def _replace_password(connection: Connection, actor: Actor, *, old: StaffSecret, password_hash: str) -> None:
    if _present(connection, actor) != old:
        raise NotSignedIn
    attempts.forget(connection, _change_key(actor.id))
    store.set_password(connection, actor.id, password_hash=password_hash)
    sessions.end_all_of(connection, actor.id, but=actor.session_id)


def _present(connection: Connection, actor: Actor) -> StaffSecret:
    staff = store.active_staff_by_id(connection, actor.id)
    if staff is None:
        raise NotSignedIn
    return staff


def _change_key(staff_id: UUID) -> str:
    return attempts.key_of(str(staff_id), "password change")
