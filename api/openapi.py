"""What FastAPI cannot know about the OpenAPI document: the answers that no single route makes."""

from collections.abc import Iterator
from typing import Any

from api.errors import BadRequest, DiaryError, TooLarge, Unavailable, WrongMediaType
from api.problems import Problem, responses

OAUTH = "/api/v1/oauth/token"
TO_A_BODY = (BadRequest, TooLarge, WrongMediaType)


def complete(document: dict[str, Any]) -> dict[str, Any]:
    """The document with the shape of a problem and with what every route may answer besides its own errors.

    RFC 6749 gives the route for tokens a shape of its own for errors, so that one stays as it is.
    """
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    shapes = document.setdefault("components", {}).setdefault("schemas", {})
    shapes |= problem.pop("$defs", {}) | {"Problem": problem}
    for operation in _operations(document):
        common: list[type[DiaryError]] = [Unavailable]
        if "requestBody" in operation:
            common += TO_A_BODY
        described = {str(status): answer for status, answer in responses(*common).items()}
        operation["responses"] = dict(sorted((described | operation["responses"]).items()))
    return document


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path, methods in document.get("paths", {}).items():
        if path.startswith("/api/") and path != OAUTH:
            yield from methods.values()
