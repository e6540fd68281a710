"""What a clinic signs and sets, over HTTP."""

from collections.abc import Callable
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import Connection

from api.access.actors import Actor
from api.access.door import DoorDep
from api.body_json import StrictRoute
from api.errors import BadRequest, Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from api.problems import responses
from api.rulebooks import service, thresholds
from api.rulebooks.clinic_pack import ClinicGuidance, ClinicPack
from api.rulebooks.for_patient import PatientGuidance, guidance_of
from api.rulebooks.models import (
    Signing,
    ThresholdCreate,
    ThresholdEnd,
    ThresholdPage,
    ThresholdPublic,
    WeakenedPage,
    Withdrawal,
)
from api.rulebooks.weakened import weakened

Reevaluate = Callable[[Connection, Actor, UUID], None]

OF_PATIENT = "/patients/{patient}/thresholds"
clinic = APIRouter(route_class=StrictRoute, responses=responses(BadRequest, Conflict))


@clinic.get("/clinic/guidance", summary="What is in force at the clinic")
async def list_clinic_guidance(door: DoorDep) -> ClinicGuidance:
    """Each pack with its rules, who signed it, the numbers that may be set, and a newer text that waits."""
    return await door.read(service.clinic_guidance)


@clinic.post("/clinic/guidance/{pack}/sign", summary="Sign a pack", responses=responses(BadRequest, NotFound))
async def sign(pack: str, body: Signing, door: DoorDep) -> ClinicPack:
    """The named rules alert from today on.

    A reason is needed to leave out a rule that is in force by default or was signed last, and for a text in
    which one of them is milder than when it was last in force here.
    """
    return await door.write(service.sign, pack, body)


@clinic.post(
    "/clinic/guidance/{pack}/withdraw", summary="Withdraw a pack", responses=responses(BadRequest, NotFound)
)
async def withdraw(pack: str, body: Withdrawal, door: DoorDep) -> ClinicPack:
    """Its rules alert no more; what is open stays open until a person closes it."""
    return await door.write(service.withdraw, pack, body)


@clinic.get(
    "/patients/{patient}/guidance", summary="The rules in force for a patient", responses=responses(NotFound)
)
async def get_patient_guidance(patient: str, door: DoorDep) -> PatientGuidance:
    """What a phone needs to judge her diary offline: packs, numbers, what is usual, what she takes."""
    return await door.read(guidance_of, patient)


@clinic.get("/clinic/thresholds", summary="The clinic's own numbers")
async def list_clinic_thresholds(door: DoorDep) -> ThresholdPage:
    return await door.read(thresholds.of_clinic)


@clinic.post("/clinic/thresholds", status_code=201, summary="Set a number for the whole clinic")
async def set_clinic_threshold(body: ThresholdCreate, door: DoorDep) -> ThresholdPublic:
    """Within the pack's bounds, for a rule in force. It takes the place of the one before.

    A reason is needed where it is milder than the pack's own number or than the one in use.
    """
    return await door.write(thresholds.set_for_clinic, body)


@clinic.get("/clinic/thresholds/weakened", summary="Rules that were made milder")
async def list_weakened(door: DoorDep) -> WeakenedPage:
    """Numbers of the clinic and its patients that made a rule milder, or whose end did: who, when, why.

    With them patients' own numbers that are milder than one that the clinic has set since, rules that a
    signature left out, though they were in force before or would be without a word, those whose text it made
    milder, and those of a pack that was withdrawn.
    """
    return await door.read(weakened)


@clinic.post(
    "/clinic/thresholds/{threshold}/end",
    summary="End a number of the clinic",
    responses=responses(BadRequest, NotFound),
)
async def end_clinic_threshold(threshold: UUID, body: ThresholdEnd, door: DoorDep) -> ThresholdPublic:
    """The pack's own number counts again. A reason is needed where that one is milder."""
    return await door.write(thresholds.end_for_clinic, threshold, body)


def router(reevaluate: Reevaluate) -> APIRouter:
    """The routes; after a change of her own numbers `reevaluate` judges a patient's diary again."""
    routes = APIRouter(
        route_class=StrictRoute,
        prefix="/api/v1",
        tags=["Clinic"],
        responses=responses(NotSignedIn, NotAllowed, Invalid),
    )
    routes.include_router(clinic)

    @routes.get(OF_PATIENT, summary="A patient's own numbers", responses=responses(NotFound))
    async def list_patient_thresholds(patient: str, door: DoorDep) -> ThresholdPage:
        return await door.read(thresholds.of_patient, patient)

    @routes.post(
        OF_PATIENT,
        status_code=201,
        summary="Set a number for one patient",
        responses=responses(BadRequest, Conflict, NotFound),
    )
    async def set_patient_threshold(patient: str, body: ThresholdCreate, door: DoorDep) -> ThresholdPublic:
        """Counts before the clinic's own; her diary is judged again at once.

        A reason is needed where it is milder than the pack's own number, the clinic's or the one in use.
        """

        def setting(connection: Connection, actor: Actor) -> ThresholdPublic:
            made = thresholds.set_for_patient(connection, actor, patient, body)
            reevaluate(connection, actor, UUID(patient))
            return made

        return await door.write(setting)

    @routes.post(
        OF_PATIENT + "/{threshold}/end",
        summary="End a number of one patient",
        responses=responses(BadRequest, NotFound),
    )
    async def end_patient_threshold(
        patient: str, threshold: UUID, body: ThresholdEnd, door: DoorDep
    ) -> ThresholdPublic:
        """The clinic's number counts again, or else the pack's. If that is milder, a reason is needed."""

        def ending(connection: Connection, actor: Actor) -> ThresholdPublic:
            ended = thresholds.end_for_patient(connection, actor, patient, threshold, body)
            reevaluate(connection, actor, UUID(patient))
            return ended

        return await door.write(ending)

    return routes
