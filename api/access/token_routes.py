"""The token endpoint of OAuth 2 (RFC 6749), with that document's own form of errors."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import JSONResponse

from api.access.client_credentials import TokenRefused, give_token, read_request, refuse_repeated
from api.access.dependencies import DatabaseDep, SettingsDep
from api.access.models import AccessToken, TokenForm, TokenProblem
from api.body_json import StrictRoute

router = APIRouter(route_class=StrictRoute, tags=["Access"])
NOT_TO_BE_KEPT = {"Cache-Control": "no-store", "Pragma": "no-cache"}
REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": TokenProblem, "description": "invalid_request, unsupported_grant_type or invalid_scope"},
    401: {"model": TokenProblem, "description": "invalid_client"},
}


@router.post("/oauth/token", summary="Get an access token", response_model=AccessToken, responses=REFUSALS)
async def token(
    form: Annotated[TokenForm, Form()], request: Request, database: DatabaseDep, settings: SettingsDep
) -> Response:
    """Client credentials for a bearer token; a form, with the secret in HTTP Basic or in the body.

    Without `scope` the token has all that the program may have.
    """
    try:
        refuse_repeated((await request.form()).multi_items())
        asked = read_request(form, authorization=request.headers.get("authorization"))
        given = await database.write(give_token, asked, settings=settings)
    except TokenRefused as refused:
        return _refusal(refused)
    return JSONResponse(given.model_dump(), headers=NOT_TO_BE_KEPT)


def _refusal(refused: TokenRefused) -> Response:
    problem = TokenProblem(error=refused.error, error_description=refused.description)
    if refused.error != "invalid_client":
        return JSONResponse(problem.model_dump(), 400, headers=NOT_TO_BE_KEPT)
    ask = {"WWW-Authenticate": 'Basic realm="side-effect diary"'}
    return JSONResponse(problem.model_dump(), 401, headers=NOT_TO_BE_KEPT | ask)
