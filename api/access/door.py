"""The one way from a route to the database: nobody gets there whom the table does not let in.

Inside one transaction: the session is looked up, role and scope are held against the route's row, the work is
done, and staff and programs leave an audit row.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import Connection

from api.access import sessions
from api.access.actors import Actor
from api.access.credentials import Credential, credential_of
from api.access.dependencies import database_of, settings_of
from api.access.models import SessionKind
from api.access.origin import refuse_foreign
from api.access.table import Access, access_to, template_of
from api.audit.store import note
from api.database import Database
from api.errors import DiaryError, NotAllowed, Unavailable
from api.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")
Work = Callable[Concatenate[Connection, Actor, P], T]


@dataclass(frozen=True)
class Door:
    """A work gets (connection, actor, …) and runs in one transaction with all that lets it run.

    Raises: NotSignedIn, NotAllowed, Unavailable, and whatever the work raises; then nothing is stored.
    """

    database: Database
    settings: Settings
    credential: Credential
    access: Access
    action: str
    patient_id: UUID | None
    subject_id: UUID | None

    async def read(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the work finds. Where staff and programs leave an audit row, this is a write."""
        if self.access.audited and self.credential.kind is not SessionKind.PATIENT:
            return await self.write(work, *args, **kwargs)

        def reading(connection: Connection) -> tuple[T, UUID | None]:
            standing = self._let_in(connection)
            found = work(connection, standing.actor, *args, **kwargs)
            return found, standing.actor.session_id if self._keeps_alive(standing) else None

        found, to_touch = await self.database.read(reading)
        if to_touch is not None:
            with suppress(Unavailable):  # the next request will do it; what was read is no less true
                await self.database.write(sessions.touch, to_touch)
        return found

    async def write(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the work returns, once it is on disk."""

        def writing(connection: Connection) -> T:
            standing = self._let_in(connection)
            done = work(connection, standing.actor, *args, **kwargs)
            self._leave_trail(connection, standing.actor)
            # Last: a program's requests share a session, and would wait for its row as long as for the work.
            if self._keeps_alive(standing):
                sessions.touch(connection, standing.actor.session_id)
            return done

        return await self.database.write(writing)

    def _let_in(self, connection: Connection) -> sessions.Standing:
        standing = sessions.standing_of(connection, self.credential, self.settings)
        actor = standing.actor
        if actor.kind not in self.access.actors:
            raise NotAllowed
        if actor.kind == "client" and self.access.whose != "own" and self.access.scope not in actor.scopes:
            raise NotAllowed("The access token lacks the scope for this; ask for one that has it.")
        return standing

    def _keeps_alive(self, standing: sessions.Standing) -> bool:
        return standing.is_due_for_touch and not self.credential.is_background

    def _leave_trail(self, connection: Connection, actor: Actor) -> None:
        # A work that changed something says itself what; for the rest, the route says enough.
        if self.access.audited and not actor.trail:
            note(
                connection,
                actor,
                action=self.action,
                patient_id=self.patient_id,
                subject_id=self.subject_id,
            )


async def guard(request: Request) -> Access:
    """Before anything else: the route has a row, and no other site is behind the request.

    Belongs into the app's own `dependencies`, so that routes without a door are guarded too.
    """
    access = access_to(request.method, template_of(request.scope))
    if access.reads_cookies:
        refuse_foreign(request, settings_of(request))
    return access


async def door(request: Request, access: Annotated[Access, Depends(guard)]) -> Door:
    if access.is_public:
        raise DiaryError("A public route has no door; ask for the Database itself.")
    return Door(
        database=database_of(request),
        settings=settings_of(request),
        credential=credential_of(request),
        access=access,
        action=f"{request.method} {template_of(request.scope)}",
        patient_id=_uuid_in(request, "patient"),
        subject_id=_uuid_in(request, "medication", "alert", "session", "threshold", "trial"),
    )


def _uuid_in(request: Request, *parameters: str) -> UUID | None:
    named = next((str(request.path_params[name]) for name in parameters if name in request.path_params), "")
    try:
        return UUID(named)
    except ValueError:
        return None


DoorDep = Annotated[Door, Depends(door)]
