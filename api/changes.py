"""What a merge patch (RFC 7396) changes of a row."""

from typing import Any

from pydantic import BaseModel

from api.bodies import Body
from api.errors import FieldError, Invalid


def changes_of(body: Body, stored: BaseModel, *, clearable: frozenset[str]) -> dict[str, Any]:
    """The fields that were sent and differ from what is stored.

    Raises: Invalid for a null in a field that cannot be unknown.
    """
    sent = {name: getattr(body, name) for name in body.model_fields_set}
    empty = sorted(name for name, value in sent.items() if value is None and name not in clearable)
    if empty:
        raise Invalid(errors=[FieldError(name, "This cannot be null; leave it out.") for name in empty])
    return {name: value for name, value in sent.items() if value != getattr(stored, name)}


def before_and_after(stored: BaseModel, changes: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both states of what changes, as JSON for the audit."""
    changed = stored.model_copy(update=changes)
    fields = set(changes)
    return stored.model_dump(mode="json", include=fields), changed.model_dump(mode="json", include=fields)
