"""HTTP for trials."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.access.door import DoorDep
from api.body_json import StrictRoute
from api.errors import BadRequest, Invalid, NotAllowed, NotFound, NotSignedIn, TooLarge
from api.paging import CursorParam, LimitParam, link_next
from api.problems import responses
from api.trials import service
from api.trials.models import TrialCreate, TrialPage, TrialWithResults

router = APIRouter(
    route_class=StrictRoute,
    prefix="/api/v1/clinic/guidance/trials",
    tags=["Clinic"],
    responses=responses(NotSignedIn, NotAllowed, Invalid),
)


@router.post(
    "",
    status_code=202,
    summary="Try a pack or other numbers on the stored diaries",
    responses=responses(BadRequest, TooLarge),
)
async def ask_for_trial(body: TrialCreate, door: DoorDep) -> TrialWithResults:
    """The worker judges every diary of the clinic twice, by what is in force and by the same with this pack
    in its place, and counts the alerts that would be others. Nothing else changes, and nobody is told.

    A draft that does not load answers 422 with all that is wrong with it, by line. A trial is kept for 30
    days.
    """
    return await service.ask(door, body)


@router.get("", summary="The clinic's trials")
async def list_trials(
    request: Request, response: Response, door: DoorDep, cursor: CursorParam, limit: LimitParam = 50
) -> TrialPage:
    """The newest first, without their results."""
    return link_next(request, response, await door.read(service.read_trials, cursor=cursor, limit=limit))


@router.get("/{trial}", summary="A trial and what came out", responses=responses(NotFound))
async def get_trial(trial: UUID, door: DoorDep) -> TrialWithResults:
    """An alert is an episode: runs of the same rule that overlap in days are one. Rates are per 100 patients
    and week, counting each patient from the day she was enrolled."""
    return await door.read(service.read_trial, trial)
