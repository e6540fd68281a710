"""HTTP for alerts."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.access.door import DoorDep
from api.alerts import service
from api.alerts.models import Acknowledgement, AlertPage, AlertPublic, Called, Resolution
from api.body_json import StrictRoute
from api.errors import (
    BadRequest,
    Conflict,
    Invalid,
    MovedOn,
    NotAllowed,
    NotFound,
    NotSignedIn,
    PreconditionNeeded,
)
from api.etags import IfMatch, etag
from api.paging import CursorParam, LimitParam, link_next
from api.problems import responses

router = APIRouter(
    route_class=StrictRoute,
    prefix="/api/v1",
    tags=["Alerts"],
    responses=responses(NotSignedIn, NotAllowed, NotFound, Invalid),
)
CHANGES = responses(BadRequest, Conflict, MovedOn, PreconditionNeeded)


@router.get("/patients/{patient}/alerts", summary="A patient's alerts, newest first")
async def list_alerts(
    patient: str,
    door: DoorDep,
    request: Request,
    response: Response,
    cursor: CursorParam,
    limit: LimitParam = 50,
    status: Annotated[Literal["all", "unresolved"], Query()] = "all",
) -> AlertPage:
    page = await door.read(
        service.alerts_of, patient, unresolved_only=status == "unresolved", cursor=cursor, limit=limit
    )
    return link_next(request, response, page)


@router.get("/alerts/{alert}", summary="One alert with its history")
async def get_alert(alert: UUID, door: DoorDep, response: Response) -> AlertPublic:
    return _tagged(response, await door.read(service.get_alert, alert))


@router.post("/alerts/{alert}/acknowledge", summary="Say that you see to it", responses=CHANGES)
async def acknowledge(
    alert: UUID, body: Acknowledgement, door: DoorDep, response: Response, if_match: IfMatch = None
) -> AlertPublic:
    return _tagged(response, await door.write(service.acknowledge, alert, body, if_match=if_match))


@router.post("/alerts/{alert}/resolve", summary="Close it with an outcome", responses=CHANGES)
async def resolve(
    alert: UUID, body: Resolution, door: DoorDep, response: Response, if_match: IfMatch = None
) -> AlertPublic:
    """`could_not_reach` is written down and does not close the alert."""
    return _tagged(response, await door.write(service.resolve, alert, body, if_match=if_match))


@router.post(
    "/alerts/{alert}/called",
    summary="The patient says that she has called",
    responses=responses(BadRequest),
)
async def say_called(alert: UUID, _body: Called, door: DoorDep, response: Response) -> AlertPublic:
    return _tagged(response, await door.write(service.say_called, alert))


def _tagged(response: Response, alert: AlertPublic) -> AlertPublic:
    response.headers["ETag"] = etag(alert.version)
    return alert
