"""Patients over HTTP."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import Connection

from api.access.actors import Actor
from api.access.door import DoorDep
from api.bodies import Key
from api.body_json import StrictRoute
from api.clinics.models import ContactPublic
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
from api.paging import DEFAULT_LIMIT, CursorParam, LimitParam, link_next
from api.patients import service
from api.patients.models import BASELINE, PatientChange, PatientCreate, PatientPage, PatientPublic
from api.problems import responses

Reevaluate = Callable[[Connection, Actor, UUID], None]

reading = APIRouter(route_class=StrictRoute)
CHANGES = responses(BadRequest, Conflict)
RecordNumber = Annotated[Key | None, Query(description="The hospital's own number, exactly.")]


@reading.post("/patients", status_code=201, summary="Enrol a patient", responses=CHANGES)
async def enrol_patient(
    body: PatientCreate, request: Request, response: Response, door: DoorDep
) -> PatientPublic:
    """Begins a diary. A phone is let into it with a code from `POST /patients/{patient}/invites`."""
    made = await door.write(service.enrol_patient, body)
    response.headers["Location"] = f"{request.url.path}/{made.id}"
    response.headers["ETag"] = etag(made.version)
    return made


@reading.get("/patients/{patient}", summary="Read a patient", responses=responses(NotFound))
async def get_patient(patient: str, response: Response, door: DoorDep) -> PatientPublic:
    """Who she is. `me` is the patient whose session asks. The ETag is what a change needs."""
    found = await door.read(service.get_patient, patient)
    response.headers["ETag"] = etag(found.version)
    return found


@reading.get("/patients/{patient}/contact", summary="Whom to call this minute", responses=responses(NotFound))
async def get_contact(patient: str, door: DoorDep) -> ContactPublic:
    """The clinic's day number while it is open, else its after-hours number, and until when that holds."""
    return await door.read(service.contact_of, patient)


def router(reevaluate: Reevaluate, last_entries: service.LastEntries) -> APIRouter:
    """The routes; when what is usual for her changes, `reevaluate` judges her diary again.

    `last_entries` reads how the last entry of somebody silent was.
    """
    routes = APIRouter(
        route_class=StrictRoute,
        prefix="/api/v1",
        tags=["Patients"],
        responses=responses(NotSignedIn, NotAllowed, Invalid),
    )

    routes.include_router(_listing(last_entries))
    routes.include_router(reading)

    @routes.patch(
        "/patients/{patient}",
        summary="Correct a patient's details",
        responses=CHANGES | responses(NotFound, MovedOn, PreconditionNeeded),
    )
    async def change_patient(
        patient: str, body: PatientChange, response: Response, door: DoorDep, if_match: IfMatch = None
    ) -> PatientPublic:
        """Changes what is sent and leaves the rest (JSON merge patch). Null removes a date or number."""

        def changing(connection: Connection, actor: Actor) -> PatientPublic:
            changed = service.change_patient(connection, actor, patient, body, if_match=if_match)
            if body.model_fields_set & BASELINE:
                reevaluate(connection, actor, changed.id)
            return changed

        changed = await door.write(changing)
        response.headers["ETag"] = etag(changed.version)
        return changed

    return routes


def _listing(last_entries: service.LastEntries) -> APIRouter:
    routes = APIRouter(route_class=StrictRoute)

    @routes.get("/patients", summary="Find patients")
    async def list_patients(
        request: Request,
        response: Response,
        door: DoorDep,
        cursor: CursorParam,
        record_number: RecordNumber = None,
        limit: LimitParam = DEFAULT_LIMIT,
    ) -> PatientPage:
        """The clinic's patients by name; with `record_number` the one who has it, or nobody."""
        page = await door.read(
            service.list_patients,
            last_entries=last_entries,
            record_number=record_number,
            limit=limit,
            cursor=cursor,
        )
        return link_next(request, response, page)

    return routes
