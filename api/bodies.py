"""What every request body has in common: it refuses fields that it does not know, and NUL characters."""

import re
from datetime import UTC, date, datetime, time
from typing import Annotated

from annotated_types import Ge, Le
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, StringConstraints


def refuse_control_characters(text: str) -> str:
    if any(ord(c) < 32 and c not in "\n\t" for c in text) or "\x7f" in text:
        raise ValueError("Leave out control characters.")
    if any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise ValueError("Leave out broken characters (lone surrogates).")
    return text


class Body(BaseModel):
    model_config = ConfigDict(
        extra="forbid", str_strip_whitespace=True, allow_inf_nan=False, hide_input_in_errors=True
    )


_clean = AfterValidator(refuse_control_characters)
Name = Annotated[str, StringConstraints(min_length=1, max_length=200), _clean]
Line = Annotated[str, StringConstraints(max_length=200), _clean]
Paragraph = Annotated[str, StringConstraints(max_length=2000), _clean]
Key = Annotated[str, StringConstraints(min_length=1, max_length=64), _clean]
LanguageTag = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
Region = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
IntervalDays = Annotated[int, Ge(1), Le(30)]
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)


def refuse_other_dates(sent: object) -> object:
    # A lax date would take "0" for the first of January 1970.
    if isinstance(sent, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", sent):
        raise ValueError("Send a date such as 2026-11-23.")
    return sent


Day = Annotated[date, BeforeValidator(refuse_other_dates), Ge(EARLIEST), Le(LATEST)]
Instant = Annotated[
    AwareDatetime,
    Ge(datetime.combine(EARLIEST, time(), UTC)),
    Le(datetime.combine(LATEST, time(), UTC)),
]
