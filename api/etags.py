"""ETags made of a row's version, and the If-Match that a change must bring."""

import re
from typing import Annotated

from fastapi import Header

from api.errors import MovedOn, PreconditionNeeded

IfMatch = Annotated[str | None, Header(description="The ETag of the state that you are changing.")]
_TAGS = re.compile(r'\s*(?:W/)?"([^"]*)"\s*(?:,|$)')


def etag(version: int) -> str:
    return f'"{version}"'


def require_match(if_match: str | None, version: int) -> None:
    """Lets a change through that names the present version.

    `*` is as good as nothing here: it does not say which state was seen.
    Raises: PreconditionNeeded without If-Match, MovedOn when it names only other versions.
    """
    if if_match is None or if_match.strip() in ("", "*"):
        raise PreconditionNeeded
    if str(version) not in _TAGS.findall(if_match):
        raise MovedOn
