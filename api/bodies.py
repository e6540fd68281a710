"""What every request body has in common: it refuses fields that it does not know, and NUL characters.

What a type refuses beyond JSON Schema's own words is said in a pattern, so that the documentation tells it.
"""

import re
import unicodedata
from datetime import UTC, date, datetime, time
from typing import Annotated

from annotated_types import Ge, Le
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
)


def refuse_control_characters(text: str) -> str:
    if any(ord(c) < 32 and c not in "\n\t" for c in text) or "\x7f" in text:
        raise ValueError("Leave out control characters.")
    if any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise ValueError("Leave out broken characters (lone surrogates).")
    return text


def empty_if_nothing_is_seen(text: str) -> str:
    # Spaces without a width, marks on nothing and characters that only format say nothing to a reader.
    return text if any(unicodedata.category(c)[0] not in "CMZ" for c in text) else ""


class Body(BaseModel):
    model_config = ConfigDict(
        extra="forbid", str_strip_whitespace=True, allow_inf_nan=False, hide_input_in_errors=True
    )


def refuse_other_numbers(sent: object) -> object:
    # Lax numbers would take "5" and true; 5.0 is the same number as 5 in JSON.
    if isinstance(sent, bool | str | bytes):
        raise ValueError("Send a whole number.")
    return sent


def refuse_other_than_text(sent: object) -> object:
    # An enum puts what it refuses into words, and runs out of stack on what is nested deep.
    if not isinstance(sent, str):
        raise ValueError("Send a text.")
    return sent


_PLAIN = r"[^\u0000-\u0008\u000b-\u001f\u007f]"
_SEEN = r"[^\s\u0000-\u001f\u007f]"
_clean = AfterValidator(refuse_control_characters)
any_text = Field(json_schema_extra={"pattern": f"^{_PLAIN}*$"})
some_text = Field(json_schema_extra={"pattern": f"^{_PLAIN}*{_SEEN}{_PLAIN}*$"})
Name = Annotated[str, StringConstraints(min_length=1, max_length=200), _clean, some_text]
Line = Annotated[str, StringConstraints(max_length=200), _clean, any_text]
Paragraph = Annotated[str, StringConstraints(max_length=2000), _clean, any_text]
Reason = Annotated[Paragraph, AfterValidator(empty_if_nothing_is_seen)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=64), _clean, some_text]
YesNo = Annotated[bool, Strict()]
# Behind the bounds, so that the documentation tells them.
whole = BeforeValidator(refuse_other_numbers)
one_of = BeforeValidator(refuse_other_than_text)
LanguageTag = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
Region = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
IntervalDays = Annotated[int, Ge(1), Le(30), whole]
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
_DATE = r"(19|20|21)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_TIME = r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-](0\d|1[0-4]):[0-5]\d)"


def refuse_other_dates(sent: object) -> object:
    # A lax date would take 0 and "0" for the first of January 1970.
    if not isinstance(sent, date) and not (isinstance(sent, str) and re.fullmatch(_DATE, sent)):
        raise ValueError(f"Send a date such as 2026-11-23, from {EARLIEST} to {LATEST}.")
    return sent


def refuse_other_instants(sent: object) -> object:
    # A lax instant would take 0, and "0", for the beginning of 1970.
    if not isinstance(sent, datetime) and not (isinstance(sent, str) and re.match(_DATE, sent)):
        raise ValueError("Send an instant such as 2026-11-23T19:02:11+01:00.")
    return sent


Day = Annotated[date, BeforeValidator(refuse_other_dates), Field(json_schema_extra={"pattern": f"^{_DATE}$"})]
Instant = Annotated[
    AwareDatetime,
    Ge(datetime.combine(EARLIEST, time(), UTC)),
    Le(datetime.combine(LATEST, time.max, UTC)),
    BeforeValidator(refuse_other_instants),
    Field(json_schema_extra={"pattern": f"^{_DATE}[Tt]{_TIME}$"}),
]
