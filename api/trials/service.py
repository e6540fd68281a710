"""Asking for a trial and reading what came out; the worker does the rest."""

import asyncio
from uuid import UUID

from sqlalchemy import Connection

from api.access.actors import Actor
from api.access.door import Door
from api.audit import store as audit
from api.outbox import duty_store
from api.paging import Cursor, cut
from api.trials import store
from api.trials.asking import Tried, keep, planned_trial, read_pack, signed_text_of
from api.trials.models import TrialCreate, TrialPage, TrialWithResults
from api.trials.presentation import named_in, public, with_results

DUTY = "trials"


async def ask(door: Door, body: TrialCreate) -> TrialWithResults:
    """A trial that waits for the worker. Raises: Invalid, and as `door.write`."""
    # Who may not ask is turned away before anything of the pack is read.
    signed_text = await door.read(_signed_text, body)
    tried = await asyncio.to_thread(read_pack, body, signed_text)
    return await door.write(_ask, body, tried)


def read_trials(connection: Connection, actor: Actor, *, cursor: Cursor, limit: int) -> TrialPage:
    """The clinic's trials, the newest first, without what came out. Raises: Invalid."""
    rows = store.page(connection, actor, before=cursor.as_uuid(), limit=limit + 1)
    audit.note_list(connection, actor, action="trials.listed", patients=())
    page, following = cut(rows, limit=limit, key=lambda row: (row["id"],))
    return TrialPage(items=[public(row) for row in page], next=following)


def read_trial(connection: Connection, actor: Actor, trial: UUID) -> TrialWithResults:
    """One trial; what came out names patients. Raises: NotFound."""
    found = store.get(connection, actor.clinic_id, trial)
    audit.note_list(connection, actor, action="trial.read", patients=named_in(found))
    return with_results(connection, actor, found)


def _signed_text(connection: Connection, actor: Actor, body: TrialCreate) -> str | None:
    # The row of what was asked is left with the trial.
    audit.see_nobody(actor, action="trial.asked")
    return None if body.text is not None else signed_text_of(connection, actor.clinic_id, body.pack)


def _ask(connection: Connection, actor: Actor, body: TrialCreate, tried: Tried) -> TrialWithResults:
    trial = planned_trial(connection, actor, body, tried)
    keep(connection, actor, trial)
    duty_store.hasten(connection, DUTY)
    return with_results(connection, actor, trial)
