"""The page of the API's documentation, put together from its parts."""

from collections.abc import Iterable, Mapping
from typing import Any

from api.access.table import SCOPES
from api.docs.examples import EXAMPLES, VARIABLES
from api.docs.markup import Markup, code, element, inline, link, table, together
from api.docs.operations import GROUPS, Operation, described, operations_of
from api.docs.shapes import shape
from api.problems import catalogue

CONVENTIONS = (
    "Bodies and answers are JSON. Unknown fields are refused, so that a typing error is not lost in silence.",
    "`{patient}` is an id, or `me` for the patient who asks. `{day}` is the patient's local date.",
    "Lists answer `items` and `next`; give `next` back as `cursor`. `limit` is 1 to 200.",
    "What is not yours to see answers 404, the same as what does not exist.",
    "Changing a patient or a medicine, acknowledging and resolving need the ETag last read in `If-Match`.",
    "A save of the diary carries an `id` that you made (a UUID); sent again, it is still kept only once.",
    "`PUT` is the whole day and names in `builds_on` what it replaces; `PATCH` adds to the day.",
    "Errors are `application/problem+json`; `detail` says what to do and `errors` names the fields.",
    "No answer to `/api` may be cached.",
)


def reference(openapi: Mapping[str, Any]) -> str:
    """The documentation as one HTML page."""
    operations = list(operations_of(openapi))
    groups = [group for group in (*GROUPS, "More") if any(o.group == group for o in operations)]
    sections = {
        "start": ("Getting started", _start()),
        "scopes": ("Scopes", _scopes()),
        **{_anchor(group): (group, _group(group, operations)) for group in groups},
        "errors": ("Errors", _errors()),
        "shapes": ("Shapes", _shapes(openapi)),
    }
    title = f"{openapi['info']['title']}: the API"
    page = element(
        "body",
        element("header", element("h1", title), element("p", f"Version {openapi['info']['version']}")),
        _contents({anchor: heading for anchor, (heading, _) in sections.items()}),
        element("main", *(_section(anchor, *section) for anchor, section in sections.items()), id="main"),
    )
    return f"<!doctype html>{element('html', _head(title), page, lang='en')}"


def _head(title: str) -> Markup:
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("link", rel="icon", href="/icons/icon.svg", type="image/svg+xml"),
        element("link", rel="stylesheet", href="/css/tokens.css"),
        element("link", rel="stylesheet", href="/css/docs.css"),
    )


def _contents(headings: Mapping[str, str]) -> Markup:
    entries = [element("li", link(words, href=f"#{anchor}")) for anchor, words in headings.items()]
    return element("nav", element("ul", *entries), **{"aria-label": "Contents"})


def _section(anchor: str, heading: str, content: Markup) -> Markup:
    return element("section", element("h2", heading, id=anchor), content)


def _start() -> Markup:
    hints = element("ul", *(element("li", inline(words)) for words in CONVENTIONS))
    tokens = inline(
        "A program signs in with its id and secret and gets a bearer token; `expires_in` says for how many "
        "seconds. People use cookies that the page sets. The machine-readable description is "
    )
    described_at = together(tokens, link("/openapi.json", href="/openapi.json"), " (OpenAPI 3.1).")
    lines = [element("figure", element("figcaption", words), _shell(line)) for words, line in EXAMPLES]
    return together(element("p", described_at), hints, element("p", inline(VARIABLES)), *lines)


def _shell(line: str) -> Markup:
    return element("pre", code(line), tabindex="0")


def _scopes() -> Markup:
    words = "What a program may be allowed. It asks for some of its scopes with `scope`, or gets all of them."
    rows = table(("Scope", "Allows"), [(code(scope), line) for scope, line in SCOPES.items()])
    return together(element("p", inline(words)), rows)


def _group(group: str, operations: Iterable[Operation]) -> Markup:
    return together(*(described(operation) for operation in operations if operation.group == group))


def _errors() -> Markup:
    kinds = catalogue().items
    return table(
        ("Type", "Status", "What it means and what to do"),
        [(code(kind.type), str(kind.status), f"{kind.title}. {kind.detail}") for kind in kinds],
    )


def _shapes(openapi: Mapping[str, Any]) -> Markup:
    schemas: Mapping[str, Mapping[str, Any]] = openapi.get("components", {}).get("schemas", {})
    return together(*(part for name, schema in sorted(schemas.items()) for part in shape(name, schema)))


def _anchor(heading: str) -> str:
    return heading.lower().replace(" ", "-")
