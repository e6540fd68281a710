"""HTTP for the feed."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.access.door import DoorDep
from api.errors import Invalid, NotAllowed, NotSignedIn, PositionGone
from api.feed import service
from api.feed.models import EventPage
from api.paging import LimitParam
from api.problems import responses

router = APIRouter(prefix="/api/v1", tags=["Events"])
LARGEST_POSITION = 2**53 - 1  # what every program's JSON can hold


@router.get(
    "/events",
    summary="What happened in the clinic since a position",
    responses=responses(NotSignedIn, NotAllowed, PositionGone, Invalid),
)
async def read_events(
    door: DoorDep,
    after: Annotated[
        int | None,
        Query(
            ge=0,
            le=LARGEST_POSITION,
            description="The `position` of the answer before. Without it, the oldest event kept comes first.",
        ),
    ] = None,
    limit: LimitParam = 50,
) -> EventPage:
    """Keep `position` together with what you did about the events, and ask again with it as `after`; ask on
    at once while `items` come. No event is left out, one that was stored late comes late, and an event that
    you get twice has the same `id`.

    Events are kept for 30 days unless the server is set otherwise (`DIARY_EVENT_DAYS`). A `position` older
    than that, or one that a restored server has not given yet, answers 410: then read the feed once without
    `after` to its end, keep that position, and read anew the diaries and alerts that you show. Do the same
    whenever the header `Diary-Epoch` changes: the server was restored, and may give the same positions to
    other events.
    """
    return await door.read(service.read_events, after=after, limit=limit)
