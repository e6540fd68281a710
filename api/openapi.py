"""What FastAPI cannot know about the OpenAPI document: the answers that no single route makes, and that a
parameter is never null."""

from collections.abc import Iterator
from typing import Any

from api.errors import BadRequest, DiaryError, TooLarge, Unavailable, WrongMediaType
from api.problems import Problem, responses

OAUTH = "/api/v1/oauth/token"
BY_COOKIE_OR_BODY = ("post", "put", "patch", "delete")


def complete(document: dict[str, Any]) -> dict[str, Any]:
    """The document with the shape of a problem and with what every route may answer besides its own errors.

    RFC 6749 gives the route for tokens a shape of its own for errors, so that one stays as it is.
    """
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    shapes = document.setdefault("components", {}).setdefault("schemas", {})
    shapes |= problem.pop("$defs", {}) | {"Problem": problem}
    for method, operation in _operations(document):
        # Both cookies without a word which one speaks is a 400 on any route; a body may come with any method.
        common: list[type[DiaryError]] = [Unavailable, BadRequest, TooLarge]
        if method in BY_COOKIE_OR_BODY:
            common.append(WrongMediaType)
        _tell_parameters(operation, needs_if_match=method in ("post", "patch"))
        described = {str(status): answer for status, answer in responses(*common).items()}
        operation["responses"] = dict(sorted((described | operation["responses"]).items()))
    return document


def _tell_parameters(operation: dict[str, Any], *, needs_if_match: bool) -> None:
    for parameter in operation.get("parameters", []):
        schema = parameter["schema"]
        # What may be left out of an address or a header cannot be null there; left out it is.
        kinds = [kind for kind in schema.pop("anyOf", []) if kind.get("type") != "null"]
        parameter["schema"] = schema | (kinds[0] if len(kinds) == 1 else {"anyOf": kinds} if kinds else {})
        if parameter["name"] == "if-match":
            parameter["required"] = needs_if_match


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document.get("paths", {}).items():
        if path.startswith("/api/") and path != OAUTH:
            yield from methods.items()
