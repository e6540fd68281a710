"""The whole app, called as one of the personas in the way of a feature's tests: paths below /api/v1."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI
from httpx import Response

from api.access.actors import Actor
from api.database import Database
from api.settings import Settings
from tests.support import clients
from tests.support.apps import app_on
from tests.support.clients import API, client_of, signed_in


class Caller:
    """Somebody who is signed in."""

    def __init__(self, session: clients.Caller) -> None:
        self._session = session

    def get(self, path: str, **query: object) -> Response:
        return self._session.get(f"{API}{path}?{urlencode(query)}" if query else API + path)

    def post(self, path: str, body: dict[str, Any]) -> Response:
        return self._session.post(API + path, body)

    def patch(self, path: str, body: dict[str, Any], *, if_match: str | None = None) -> Response:
        return self._session.patch(API + path, body, headers={"If-Match": if_match})

    def delete(self, path: str, *, if_match: str | None = None) -> Response:
        return self._session.delete(API + path, headers={"If-Match": if_match})


CallAs = Callable[[Actor], Caller]


def calling(database: Database, settings: Settings, *, app: FastAPI | None = None) -> CallAs:
    """Gives a caller for each actor; the app, the usual one or its own, serves this database."""
    http = client_of(app or app_on(database, settings))
    return lambda actor: Caller(signed_in(http, actor, database=database, settings=settings))
