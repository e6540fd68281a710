"""HTTP for the diary."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.access.door import DoorDep
from api.bodies import Day
from api.body_json import StrictRoute
from api.diary import reading_days, service
from api.diary.models import DayPublic, DaySaved, DiaryPage, EntryChange, EntryCreate, RevisionPage
from api.diary.watch_models import WatchList
from api.errors import (
    BadRequest,
    Conflict,
    DayNotEmpty,
    IdClash,
    Invalid,
    NotAllowed,
    NotFound,
    NotSignedIn,
    TooLarge,
    Unavailable,
    WrongMediaType,
)
from api.paging import CursorParam, LimitParam, link_next
from api.problems import responses

router = APIRouter(
    route_class=StrictRoute,
    prefix="/api/v1/patients/{patient}",
    tags=["Diary"],
    responses=responses(NotSignedIn, NotAllowed, NotFound, Invalid, Unavailable),
)
SAVES = {
    **responses(BadRequest, Conflict, IdClash, DayNotEmpty, TooLarge, WrongMediaType),
    200: {"model": DaySaved, "description": "This save came before; nothing new was stored."},
}


@router.get("/diary", summary="The days of a diary, newest first")
async def list_days(
    patient: str,
    door: DoorDep,
    request: Request,
    response: Response,
    cursor: CursorParam,
    limit: LimitParam = 50,
    from_: Annotated[Day | None, Query(alias="from")] = None,
    to: Day | None = None,
    after: Annotated[int | None, Query(ge=0, le=2**31 - 1)] = None,
) -> DiaryPage:
    page = await door.read(
        reading_days.read_diary, patient, first=from_, last=to, after=after, cursor=cursor, limit=limit
    )
    return link_next(request, response, page)


@router.get("/diary/{day}", summary="One day, put together from its heads")
async def get_day(patient: str, day: Day, door: DoorDep) -> DayPublic:
    return await door.read(reading_days.read_day, patient, day)


@router.put("/diary/{day}", summary="Save a whole day", status_code=201, responses=SAVES)
async def put_entry(
    patient: str, day: Day, entry: EntryCreate, door: DoorDep, response: Response
) -> DaySaved:
    return _saved(response, await door.write(service.record_entry, patient, day, entry))


@router.patch("/diary/{day}", summary="Add to or change a day", status_code=201, responses=SAVES)
async def patch_entry(
    patient: str, day: Day, change: EntryChange, door: DoorDep, response: Response
) -> DaySaved:
    return _saved(response, await door.write(service.change_entry, patient, day, change))


@router.get("/diary/{day}/revisions", summary="Every save of a day")
async def list_revisions(patient: str, day: Day, door: DoorDep) -> RevisionPage:
    return await door.read(reading_days.read_revisions, patient, day)


@router.get("/watch", summary="Every rule in force and how near it is")
async def get_watch(patient: str, door: DoorDep) -> WatchList:
    return await door.read(reading_days.read_watch, patient)


def _saved(response: Response, outcome: tuple[DaySaved, bool]) -> DaySaved:
    saved, is_new = outcome
    if not is_new:
        response.status_code = 200
    return saved
