"""One route of the API in words: who may call it, what it takes, what it answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.access.table import ROUTES, Access
from api.docs.markup import Child, Markup, code, element, inline, table, together
from api.docs.shapes import Schema, kind_of

GROUPS: Mapping[str, tuple[str, ...]] = {
    "Signing in and phones": ("auth", "oauth", "invites", "sessions"),
    "Patients": ("patients", "contact"),
    "Diary": ("diary",),
    "Medicines": ("medications",),
    "Alerts": ("alerts", "watch"),
    "Events": ("events",),
    "Guidance and rules": ("guidance", "catalogue", "check", "thresholds"),
    "The service itself": ("live", "ready", "metrics", "problems"),
}
NOTHING_SAID = "Successful Response"
METHODS = ("get", "post", "put", "patch", "delete")
PEOPLE = {"patient": "the patient", "nurse": "nurses", "admin": "administrators", "client": "programs"}


@dataclass(frozen=True)
class Operation:
    """One method on one path, as the OpenAPI document has it."""

    method: str
    path: str
    description: Mapping[str, Any]

    @property
    def group(self) -> str:
        """Where a reader would look for it: the last word of its path that names a group."""
        for word in reversed(self.path.split("/")):
            for group, words in GROUPS.items():
                if word in words:
                    return group
        return "More"


def operations_of(openapi: Mapping[str, Any]) -> Iterator[Operation]:
    for path, methods in openapi.get("paths", {}).items():
        for method in METHODS:
            if method in methods:
                yield Operation(method.upper(), path, methods[method])


def described(operation: Operation) -> Markup:
    access = ROUTES.get((operation.method, operation.path))
    words = operation.description.get("description")
    return element(
        "details",
        element(
            "summary",
            element("span", operation.method, class_="method"),
            " ",
            code(operation.path),
            element("span", operation.description.get("summary", ""), class_="gist"),
        ),
        element("p", inline(words)) if words else None,
        element("p", element("b", "Who may call it: "), callers(access)),
        _parameters(operation.description.get("parameters", [])),
        _body(operation.description.get("requestBody")),
        _answers(operation.description.get("responses", {})),
    )


def callers(access: Access | None) -> Markup:
    """Who may call a route, in words; the table of routes and roles is the only source."""
    if access is None:
        return together("nobody yet")
    if access.is_public:
        return together("everyone")
    people = ", ".join(words for kind, words in PEOPLE.items() if kind in access.actors)
    if access.scope is None:
        return together(people)
    return together(people, " with the scope ", code(access.scope))


def _parameters(parameters: list[Schema]) -> Markup | None:
    rows: list[tuple[Child, ...]] = [
        (
            code(parameter["name"]),
            parameter["in"],
            together(kind_of(parameter.get("schema", {})), _more(parameter)),
            "yes" if parameter.get("required") else "no",
        )
        for parameter in parameters
    ]
    return table(("Parameter", "Where", "Value", "Needed"), rows) if rows else None


def _more(parameter: Schema) -> Child:
    words = parameter.get("description")
    return together(". ", inline(words)) if words else None


def _body(body: Schema | None) -> Markup | None:
    if body is None:
        return None
    kinds = [_content(media_type, content) for media_type, content in body["content"].items()]
    return element("p", element("b", "Body: "), *kinds)


def _answers(answers: Mapping[str, Schema]) -> Markup:
    rows: list[tuple[Child, ...]] = [
        (code(status), _answer(answer)) for status, answer in sorted(answers.items())
    ]
    return table(("Status", "Answer"), rows)


def _answer(answer: Schema) -> Child:
    words = answer.get("description", "").rstrip(".")
    shown = None if words == NOTHING_SAID else inline(words)
    contents = [_content(media_type, content) for media_type, content in answer.get("content", {}).items()]
    return together(shown, ": " if shown and contents else None, *contents)


def _content(media_type: str, content: Schema) -> Markup:
    return together(kind_of(content.get("schema", {})), " as ", code(media_type))
