"""HTTP for the queue."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from api.access.door import DoorDep
from api.alerts.models import QueuePage, Status
from api.errors import Invalid, NotAllowed, NotSignedIn
from api.paging import CursorParam, LimitParam, link_next
from api.problems import responses
from api.triage import service

router = APIRouter(prefix="/api/v1", tags=["Alerts"])

Wanted = Literal["open", "acknowledged", "unresolved", "resolved"]


@router.get(
    "/alerts", summary="The queue, worst first", responses=responses(NotSignedIn, NotAllowed, Invalid)
)
async def read_queue(
    door: DoorDep,
    request: Request,
    response: Response,
    cursor: CursorParam,
    limit: LimitParam = 50,
    status: Annotated[Wanted, Query()] = "unresolved",
    level: Annotated[Literal["call", "urgent", "emergency", "crisis"] | None, Query()] = None,
) -> QueuePage:
    statuses = service.UNRESOLVED if status == "unresolved" else (Status(status),)
    page = await door.read(service.read_queue, statuses=statuses, level=level, cursor=cursor, limit=limit)
    return link_next(request, response, page)
