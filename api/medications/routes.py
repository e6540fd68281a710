"""A patient's medicines over HTTP."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from api.access.actors import Actor, patient_id_of
from api.access.door import DoorDep
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
from api.medications import service
from api.medications.models import MedicationChange, MedicationCreate, MedicationPage, MedicationPublic
from api.paging import DEFAULT_LIMIT, CursorParam, LimitParam, link_next
from api.problems import responses

P = ParamSpec("P")
T = TypeVar("T")
Reevaluate = Callable[[Connection, Actor, UUID], None]
Work = Callable[Concatenate[Connection, Actor, str, P], T]

LIST = "/patients/{patient}/medications"
ONE = "/patients/{patient}/medications/{medication}"
reading = APIRouter(route_class=StrictRoute)


@reading.get(LIST, summary="A patient's medicines")
async def list_medications(
    patient: str,
    request: Request,
    response: Response,
    door: DoorDep,
    cursor: CursorParam,
    limit: LimitParam = DEFAULT_LIMIT,
) -> MedicationPage:
    """Current ones first, then stopped ones, then those entered by mistake."""
    page = await door.read(service.list_medications, patient, limit=limit, cursor=cursor)
    return link_next(request, response, page)


@reading.get(ONE, summary="One medicine of the list")
async def get_medication(
    patient: str, medication: UUID, response: Response, door: DoorDep
) -> MedicationPublic:
    """The ETag is what a change needs. `notice` says what the patient must know, such as a withdrawal."""
    return _tagged(response, await door.read(service.get, patient, medication))


def router(reevaluate: Reevaluate) -> APIRouter:
    """The routes; after each change `reevaluate` judges the patient's diary again, in its transaction."""
    routes = APIRouter(
        route_class=StrictRoute,
        prefix="/api/v1",
        tags=["Medications"],
        responses=responses(NotSignedIn, NotAllowed, NotFound, Invalid),
    )
    routes.include_router(reading)

    @routes.post(LIST, status_code=201, summary="Add a medicine", responses=responses(BadRequest))
    async def add_medication(
        patient: str, body: MedicationCreate, request: Request, response: Response, door: DoorDep
    ) -> MedicationPublic:
        """From the catalogue by `catalogue_id`, or in free text by `name`; as the care team prescribed it.

        A name in which one medicine of the catalogue stands ("Votrient 400 mg") stays as typed and gets its
        `catalogue_id`, also where null was sent on purpose: rules about single medicines go by it. With none,
        or two, it stays null, and `notice` says that no such rule watches this line.
        """
        made = await door.write(_judged(service.create, reevaluate), patient, body)
        response.headers["Location"] = f"{request.url.path}/{made.id}"
        return _tagged(response, made)

    @routes.patch(
        ONE, summary="Change or stop a medicine", responses=responses(BadRequest, MovedOn, PreconditionNeeded)
    )
    async def change_medication(
        patient: str,
        medication: UUID,
        body: MedicationChange,
        response: Response,
        door: DoorDep,
        if_match: IfMatch = None,
    ) -> MedicationPublic:
        """Changes what is sent and leaves the rest (JSON merge patch). Null removes a date."""
        work = _judged(service.change, reevaluate)
        return _tagged(response, await door.write(work, patient, medication, body, if_match=if_match))

    @routes.delete(
        ONE,
        status_code=204,
        summary="Take a new line off",
        responses=responses(Conflict, MovedOn, PreconditionNeeded),
    )
    async def remove_medication(
        patient: str, medication: UUID, door: DoorDep, if_match: IfMatch = None
    ) -> None:
        """Only while nothing has happened since it was added; otherwise stop it, or mark it as a mistake."""
        await door.write(_judged(service.remove, reevaluate), patient, medication, if_match=if_match)

    return routes


def _judged(work: Work[P, T], reevaluate: Reevaluate) -> Work[P, T]:
    def changing(
        connection: Connection, actor: Actor, patient: str, /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        done = work(connection, actor, patient, *args, **kwargs)
        reevaluate(connection, actor, patient_id_of(actor, patient))
        return done

    return changing


def _tagged(response: Response, medication: MedicationPublic) -> MedicationPublic:
    response.headers["ETag"] = etag(medication.version)
    return medication
