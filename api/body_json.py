"""How a body is read: as I-JSON (RFC 7493), so that what is stored is what every reader sees in it.

Python's own reading lets the last of two values win without a word, and guesses at encodings.
"""

from collections.abc import Callable, Coroutine, Iterator
from email.message import Message
from json import JSONDecoder
from typing import Any, NamedTuple

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from api.errors import WrongMediaType

ENCODING = "utf-8"
ONCE = "Send this field once."
OTHER_CHARSET = "Send the body in UTF-8; Content-Type may name no other charset."
PACKED = "Send the body as it is, without a Content-Encoding."


class StrictRoute(APIRoute):
    """A route whose body, if it takes one, names every field once and is in plain UTF-8.

    Raises: WrongMediaType where the headers promise anything else.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        if self.body_field is None:
            return handle

        async def handle_strictly(request: Request) -> Response:
            _refuse_other_codings(request)
            try:
                return await handle(StrictRequest(request.scope, request.receive))
            except HTTPException as error:
                # FastAPI makes a 400 of whatever stops it while it reads a body.
                if isinstance(error.__cause__, RequestValidationError):
                    raise error.__cause__ from None
                raise

        return handle_strictly


class StrictRequest(Request):
    async def json(self) -> Any:
        if not hasattr(self, "_json"):
            self._json = _read((await self.body()).decode(ENCODING))
        return self._json


class _TwiceError(Exception):
    pass


class _Twice(NamedTuple):
    name: str


class _Place(NamedTuple):
    value: Any
    key: str | int
    inside: "_Place | None"


def _read(text: str) -> Any:
    try:
        return _ONCE_EACH.decode(text)
    except _TwiceError:
        # Only the outermost objects know where they stand, and they are read last.
        place = _place_of_twice(_MARKING.decode(text))
    told = {"type": "value_error", "loc": ("body", *place), "ctx": {"error": ONCE}}
    raise RequestValidationError([told])


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _TwiceError
    return found


def _marking(pairs: list[tuple[str, Any]]) -> dict[str, Any] | _Twice:
    seen: set[str] = set()
    for name, _ in pairs:
        if name in seen:
            return _Twice(name)
        seen.add(name)
    return dict(pairs)


_ONCE_EACH, _MARKING = JSONDecoder(object_pairs_hook=_once_each), JSONDecoder(object_pairs_hook=_marking)


def _place_of_twice(value: Any) -> list[str | int]:
    # Without recursion: a body may be nested as deep as the parser goes.
    left = [_Place(value, "", None)]
    while not isinstance(left[-1].value, _Twice):
        place = left.pop()
        left += [_Place(inner, key, place) for key, inner in _inside(place.value)]
    found = left[-1]
    way: list[str | int] = [found.value.name]
    while found.inside is not None:
        way.append(found.key)
        found = found.inside
    return way[::-1]


def _inside(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)


def _refuse_other_codings(request: Request) -> None:
    if any(packed.strip().lower() != "identity" for packed in request.headers.getlist("content-encoding")):
        raise WrongMediaType(PACKED)
    kind = request.headers.get("content-type", "")
    if ";" in kind and any(charset != ENCODING for charset in _charsets_of(kind)):
        raise WrongMediaType(OTHER_CHARSET)


def _charsets_of(kind: str) -> Iterator[str]:
    message = Message()
    message["Content-Type"] = kind
    for name, value in message.get_params() or ():
        if name.lower().rstrip("*") == "charset":
            # RFC 2231 lets a value name its own charset; that comes as a tuple, and is none of ours.
            yield str(value).lower()
