"""Turns whatever goes wrong into problem+json, never repeating what was sent."""

from functools import cache
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from api.errors import (
    PROBLEMS,
    BadRequest,
    DiaryError,
    FieldError,
    Invalid,
    MethodNotAllowed,
    NotFound,
    TooLarge,
    WrongMediaType,
)
from api.logs import trouble_of

log = structlog.get_logger()

ANY_NAME = "*"
BY_STATUS: dict[int, type[DiaryError]] = {
    error.status: error for error in (BadRequest, NotFound, MethodNotAllowed, TooLarge, WrongMediaType)
}


class FieldProblem(BaseModel):
    """`*` stands in `field` for a name that is not known here."""

    field: str
    problem: str


class Problem(BaseModel):
    """RFC 9457. `detail` says what to do; `errors` names the fields."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []


class ProblemKind(BaseModel):
    type: str
    status: int
    title: str
    detail: str


class ProblemCatalogue(BaseModel):
    items: list[ProblemKind]
    next: str | None = None


def responses(*errors: type[DiaryError]) -> dict[int | str, dict[str, Any]]:
    """What a route's documentation says of its errors."""
    described: dict[int | str, dict[str, Any]] = {}
    for error in errors:
        before = described.get(error.status, {}).get("description")
        described[error.status] = {
            "description": f"{before}; {error.title}" if before else error.title,
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    return described


def catalogue() -> ProblemCatalogue:
    """Every kind of error that this service answers with."""
    kinds = sorted(_tree(DiaryError), key=lambda error: (error.status, error.slug))
    return ProblemCatalogue(
        items=[
            ProblemKind(type=f"{PROBLEMS}#{e.slug}", status=e.status, title=e.title, detail=e.detail)
            for e in kinds
        ]
    )


def _tree(error: type[DiaryError]) -> list[type[DiaryError]]:
    return [error] + [below for child in error.__subclasses__() for below in _tree(child)]


def answer(error: DiaryError) -> JSONResponse:
    problem = Problem(
        type=f"{PROBLEMS}#{error.slug}",
        title=error.title,
        status=error.status,
        detail=error.explanation,
        errors=[FieldProblem(field=e.field, problem=e.problem) for e in error.errors],
    )
    return JSONResponse(
        problem.model_dump(), error.status, headers=error.headers, media_type="application/problem+json"
    )


def install(app: FastAPI) -> None:
    app.add_exception_handler(DiaryError, _ours)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _framework)
    app.add_exception_handler(Exception, _unexpected)


async def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, DiaryError)
    request.scope["problem"] = error.slug
    return answer(error)


async def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    kinds = {e["type"] for e in error.errors()}
    if request.method in ("POST", "PUT", "PATCH") and not _is_json(request):
        return answer(WrongMediaType())
    if "json_invalid" in kinds:
        return answer(BadRequest())
    return answer(Invalid(errors=[_field_error(e) for e in error.errors()]))


async def _framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind = BY_STATUS.get(error.status_code)
    if kind is None:
        title = HTTPStatus(error.status_code).phrase
        return JSONResponse(
            {
                "type": "about:blank",
                "title": title,
                "status": error.status_code,
                "detail": title,
                "errors": [],
            },
            error.status_code,
            headers=dict(error.headers or {}),
            media_type="application/problem+json",
        )
    headers = dict(error.headers or {})
    if kind is MethodNotAllowed:
        headers["Allow"] = ", ".join(sorted(_methods_of(request)))
    return answer(kind(headers=headers))


def _methods_of(request: Request) -> set[str]:
    # Starlette names the methods of the first route with this path only; ours has a route a method.
    path = request.scope["path"]
    contexts = [c for c in iter_route_contexts(request.app.routes) if c.methods and c.path_regex.match(path)]
    return {method for context in contexts for method in context.methods or ()}


async def _unexpected(request: Request, error: Exception) -> Response:
    route = request.scope.get("route")
    log.error("unexpected", route=getattr(route, "path", None), **trouble_of(error))
    return answer(DiaryError())


def _is_json(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))


def _field_error(error: dict[str, Any]) -> FieldError:
    where, *place = error["loc"] or ("body",)
    if where == "body":
        # A name in a body that is none of ours may be anything, also what a patient wrote.
        place = [part if isinstance(part, int) or part in _field_names() else ANY_NAME for part in place]
    return FieldError(field=".".join(map(str, place))[:120] or "body", problem=_words(error))


@cache
def _field_names() -> frozenset[str]:
    """Every name that a field has here: of what is sent, answered or stored."""
    return frozenset(name for model in _below(BaseModel) for name in model.model_fields)


def _below(model: type[BaseModel]) -> set[type[BaseModel]]:
    return {model}.union(*(_below(child) for child in model.__subclasses__()))


def _words(error: dict[str, Any]) -> str:
    # A message of Pydantic's can quote the input; of an error's context only our own words are passed on.
    if error["type"] == "value_error":
        return str(error.get("ctx", {}).get("error", "")) or "This value is not accepted."
    if error["type"] == "extra_forbidden":
        return "This field is not known here; leave it out."
    if error["type"] == "missing":
        return "This field is needed."
    if error["type"] in ("uuid_parsing", "uuid_type", "uuid_version"):
        return "A UUID is needed."
    return f"{error['msg']}."
