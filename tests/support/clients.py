"""Speaks to the API as one of the personas, without the way through sign-in.

httpx sends no `__Host-` cookie over http, so the credentials are plain headers of each request.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Connection

from api.access import sessions
from api.access.actors import Actor
from api.access.credentials import ACTOR_HEADER, PATIENT_COOKIE, STAFF_COOKIE
from api.access.models import SessionKind
from api.access.tokens import hash_of, new_token
from api.database import Database
from api.settings import Settings

API = "/api/v1"


@dataclass(frozen=True)
class Caller:
    """One persona, in one session, at one client of the app."""

    http: httpx.Client
    headers: Mapping[str, str] = field(default_factory=dict)
    session_id: UUID | None = None

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.send("GET", path, **options)

    def post(self, path: str, body: object = None, **options: Any) -> httpx.Response:
        return self.send("POST", path, body, **options)

    def put(self, path: str, body: object, **options: Any) -> httpx.Response:
        return self.send("PUT", path, body, **options)

    def patch(self, path: str, body: object, **options: Any) -> httpx.Response:
        return self.send("PATCH", path, body, **options)

    def delete(self, path: str, **options: Any) -> httpx.Response:
        return self.send("DELETE", path, **options)

    def send(
        self, method: str, path: str, body: object = None, *, headers: Mapping[str, str | None] | None = None
    ) -> httpx.Response:
        """One request; a header of None leaves out what the caller would send. Cookies are not kept."""
        every = {**self.headers, **(headers or {})}
        sent = {name: value for name, value in every.items() if value is not None}
        changes = method not in ("GET", "HEAD", "OPTIONS")
        self.http.cookies.clear()
        if not changes or (method == "DELETE" and body is None):
            return self.http.request(method, path, headers=sent)
        return self.http.request(method, path, headers=sent, json={} if body is None else body)


_shared: list[BlockingPortal] = []


@contextmanager
def one_event_loop() -> Iterator[None]:
    """For all clients of a process: a new one for each request costs more than most requests."""
    with start_blocking_portal() as portal:
        _shared.append(portal)
        try:
            yield
        finally:
            _shared.remove(portal)


def client_of(app: FastAPI) -> TestClient:
    """The app without a network; an unexpected error is its answer, not the test's."""
    client = TestClient(app, raise_server_exceptions=False)
    client.portal = _shared[-1] if _shared else None
    return client


def anyone(http: httpx.Client, settings: Settings) -> Caller:
    """Somebody who is not signed in, on our own page."""
    return Caller(http, page_headers(settings))


def signed_in(
    http: httpx.Client,
    actor: Actor,
    *,
    database: Database,
    settings: Settings,
    scopes: frozenset[str] | None = None,
) -> Caller:
    """This actor in a new session; a client has its own scopes unless others are given."""
    token = new_token()
    granted = actor.scopes if scopes is None else scopes
    session_id = database.write_now(_begin, actor, token=token, settings=settings, scopes=granted)
    return Caller(http, headers_of(actor, token=token, settings=settings), session_id)


def signed_in_token(actor: Actor, *, database: Database, settings: Settings) -> str:
    """The token of a new session of this actor, for a browser's cookie."""
    token = new_token()
    database.write_now(_begin, actor, token=token, settings=settings, scopes=actor.scopes)
    return token


def headers_of(actor: Actor, *, token: str, settings: Settings) -> dict[str, str]:
    """What a request of this actor carries besides its body."""
    if actor.kind == "client":
        return {"Authorization": f"Bearer {token}"}
    cookie = PATIENT_COOKIE if actor.is_patient else STAFF_COOKIE
    speaks_for = "patient" if actor.is_patient else "staff"
    return page_headers(settings) | {"Cookie": f"{cookie}={token}", ACTOR_HEADER: speaks_for}


def page_headers(settings: Settings) -> dict[str, str]:
    return {"Origin": settings.origin, "Content-Type": "application/json"}


def _begin(
    connection: Connection, actor: Actor, *, token: str, settings: Settings, scopes: frozenset[str]
) -> UUID:
    lifetimes = {
        SessionKind.PATIENT: timedelta(days=settings.patient_session_days),
        SessionKind.STAFF: timedelta(hours=settings.staff_session_hours),
        SessionKind.CLIENT: timedelta(minutes=settings.access_token_minutes),
    }
    kind = SessionKind(actor.kind) if actor.kind in ("patient", "client") else SessionKind.STAFF
    return sessions.begin(
        connection,
        kind,
        actor_id=actor.id,
        clinic_id=actor.clinic_id,
        token_hash=hash_of(token),
        lifetime=lifetimes[kind],
        label="Test phone",
        scopes=tuple(sorted(scopes)),
    )
