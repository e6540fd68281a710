"""Signing in, enrolling a phone, and a patient's phones, over HTTP."""

from datetime import timedelta
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.access import enrolment, service, sign_in, store, token_routes
from api.access.cookies import KNOWN_BROWSER_FOR, clear_cookie, set_cookie
from api.access.credentials import BROWSER_COOKIE, COOKIES, PATIENT_COOKIE, STAFF_COOKIE
from api.access.dependencies import DatabaseDep, SettingsDep
from api.access.door import DoorDep
from api.access.models import (
    EnrolBody,
    EnrolPreview,
    InvitePublic,
    LoginBody,
    Me,
    NewCode,
    PasswordChange,
    SessionPage,
    SignOut,
)
from api.access.tokens import hash_of, new_token
from api.body_json import StrictRoute
from api.errors import (
    BadRequest,
    ForeignOrigin,
    Invalid,
    InviteSpent,
    NotAllowed,
    NotFound,
    NotSignedIn,
    SlowDown,
    WrongCredentials,
    WrongMediaType,
)
from api.paging import DEFAULT_LIMIT, CursorParam, LimitParam, link_next
from api.problems import responses

router = APIRouter(
    route_class=StrictRoute, prefix="/api/v1", tags=["Access"], responses=responses(BadRequest, Invalid)
)
CHANGE = responses(ForeignOrigin, WrongMediaType)
SIGNED_IN = responses(NotSignedIn, NotAllowed)
CODE = CHANGE | responses(NotFound, InviteSpent)


@router.post("/auth/enrol/preview", summary="Whose diary a code opens", responses=CODE)
async def preview_code(body: EnrolBody, database: DatabaseDep) -> EnrolPreview:
    """Shows the patient's and the clinic's name before a phone is enrolled. The code still works after."""
    return await database.read(enrolment.preview, body.code)


@router.post("/auth/enrol", status_code=201, summary="Enrol a phone", responses=CODE)
async def enrol(
    body: EnrolBody, request: Request, response: Response, database: DatabaseDep, settings: SettingsDep
) -> Me:
    """Signs this phone in for the patient who was given the code. A code works once."""
    token, before = new_token(), request.cookies.get(PATIENT_COOKIE)
    me = await database.write(
        enrolment.enrol,
        body.code,
        token_hash=hash_of(token),
        label=enrolment.device_of(request.headers.get("user-agent", "")),
        replaces=hash_of(before) if before else None,
        settings=settings,
    )
    lifetime = timedelta(days=settings.patient_session_days)
    set_cookie(response, PATIENT_COOKIE, token=token, lifetime=lifetime)
    return me


@router.post(
    "/auth/login", summary="Sign in as staff", responses=CHANGE | responses(WrongCredentials, SlowDown)
)
async def login(
    body: LoginBody, request: Request, response: Response, database: DatabaseDep, settings: SettingsDep
) -> Me:
    """Sets the session cookie. After five failures from one place, each further try there waits longer."""
    place = sign_in.Place(
        address=request.client.host if request.client else "",
        device=enrolment.device_of(request.headers.get("user-agent", "")),
        browser_token=request.cookies.get(BROWSER_COOKIE),
        staff_token=request.cookies.get(STAFF_COOKIE),
    )
    signed_in = await sign_in.sign_in(database, body, place=place, settings=settings)
    lifetime = timedelta(hours=settings.staff_session_hours)
    set_cookie(response, STAFF_COOKIE, token=signed_in.token, lifetime=lifetime)
    set_cookie(response, BROWSER_COOKIE, token=signed_in.browser_token, lifetime=KNOWN_BROWSER_FOR)
    return signed_in.me


@router.post("/auth/logout", status_code=204, summary="Sign out", responses=SIGNED_IN | CHANGE)
async def logout(_body: SignOut, response: Response, door: DoorDep) -> None:
    """Ends the session that asks, at once; for a program, its token."""
    await door.write(service.sign_out)
    if cookie := COOKIES.get(door.credential.kind):
        clear_cookie(response, cookie)


@router.get("/auth/me", summary="Who is signed in", responses=SIGNED_IN)
async def me(door: DoorDep) -> Me:
    """Whom this session or token speaks for, and until when."""
    return await door.read(store.me_of)


@router.post(
    "/auth/password",
    status_code=204,
    summary="Change one's password",
    responses=SIGNED_IN | CHANGE | responses(SlowDown),
)
async def change_password(body: PasswordChange, door: DoorDep) -> None:
    """Needs the present password, and ends one's other sessions. At least 12 characters, not one's e-mail."""
    await sign_in.change_password(door, body)


@router.post(
    "/patients/{patient}/invites",
    status_code=201,
    summary="Make a code for a phone",
    responses=SIGNED_IN | CHANGE | responses(NotFound),
)
async def make_invite(patient: str, _body: NewCode, door: DoorDep, settings: SettingsDep) -> InvitePublic:
    """A code, a link and the modules of a QR code; earlier unused codes of this patient stop working."""
    return await door.write(service.invite, patient, settings=settings)


@router.get(
    "/patients/{patient}/sessions",
    summary="List a patient's phones",
    responses=SIGNED_IN | responses(NotFound),
)
async def list_phones(
    patient: str,
    request: Request,
    response: Response,
    door: DoorDep,
    cursor: CursorParam,
    limit: LimitParam = DEFAULT_LIMIT,
) -> SessionPage:
    """The phones that she is or was signed in on, newest first."""
    page = await door.read(service.phones, patient, cursor=cursor, limit=limit)
    return link_next(request, response, page)


@router.delete(
    "/patients/{patient}/sessions/{session}",
    status_code=204,
    summary="Sign a lost phone out",
    responses=SIGNED_IN | CHANGE | responses(NotFound),
)
async def end_phone(patient: str, session: UUID, door: DoorDep) -> None:
    """Ends the phone's session at once. Doing it again changes nothing."""
    await door.write(service.end_phone, patient, session_id=session)


router.include_router(token_routes.router)
