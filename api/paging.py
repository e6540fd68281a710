"""Lists in pages: a cursor is the key of the last row seen, made opaque."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Protocol, TypeVar
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from api.bodies import refuse_control_characters
from api.errors import FieldError, Invalid

T = TypeVar("T")
K = TypeVar("K")
DEFAULT_LIMIT = 50


@dataclass(frozen=True)
class Cursor:
    """Where a page begins; without text it is the first page."""

    text: str | None = None

    @staticmethod
    def after(*key: object) -> str:
        """The opaque text for what follows the row with this key; its parts are kept as text."""
        parts = json.dumps([str(part) for part in key], ensure_ascii=False, separators=(",", ":"))
        return urlsafe_b64encode(parts.encode()).rstrip(b"=").decode()

    def key(self, as_key: Callable[..., K]) -> K | None:
        """The key of the last row seen, or None on the first page.

        `as_key` gets the parts as text and raises ValueError or TypeError when they make no key.
        Raises: Invalid, naming `cursor`.
        """
        if self.text is None:
            return None
        try:
            return as_key(*(refuse_control_characters(part) for part in _parts(self.text)))
        except (ValueError, TypeError) as error:
            wrong = FieldError("cursor", "Send the `next` of the page before, unchanged, or leave it out.")
            raise Invalid(errors=[wrong]) from error

    def as_uuid(self) -> UUID | None:
        """The key of rows that are listed by their id."""
        return self.key(UUID)


def _parts(text: str) -> list[str]:
    padded = text.encode("ascii") + b"=" * (-len(text) % 4)
    parts = json.loads(urlsafe_b64decode(padded))
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise TypeError
    return parts


async def cursor_of(
    cursor: Annotated[str | None, Query(max_length=1000, description="`next` of the page before.")] = None,
) -> Cursor:
    return Cursor(cursor)


CursorParam = Annotated[Cursor, Depends(cursor_of)]
LimitParam = Annotated[int, Query(ge=1, le=200, description="How many to answer at most.")]


def cut(
    rows: Sequence[T], *, limit: int, key: Callable[[T], tuple[object, ...]]
) -> tuple[list[T], str | None]:
    """A page and the cursor to the next one, of rows that were asked for with `limit + 1`."""
    page = list(rows[:limit])
    return page, Cursor.after(*key(page[-1])) if len(rows) > limit else None


class Page(Protocol):
    @property
    def next(self) -> str | None: ...


P = TypeVar("P", bound=Page)


def link_next(request: Request, response: Response, page: P) -> P:
    """The page, with a `Link` header (RFC 8288) to the next one for programs that follow those."""
    if page.next is not None:
        url = request.url.include_query_params(cursor=page.next)
        response.headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'
    return page
