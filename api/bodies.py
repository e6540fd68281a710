"""What every request body has in common: it refuses fields that it does not know, and NUL characters."""

from typing import Annotated

from annotated_types import Ge, Le
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints


def refuse_control_characters(text: str) -> str:
    if any(ord(c) < 32 and c not in "\n\t" for c in text) or "\x7f" in text:
        raise ValueError("Leave out control characters.")
    if any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise ValueError("Leave out broken characters (lone surrogates).")
    return text


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)


_clean = AfterValidator(refuse_control_characters)
Name = Annotated[str, StringConstraints(min_length=1, max_length=200), _clean]
Line = Annotated[str, StringConstraints(max_length=200), _clean]
Paragraph = Annotated[str, StringConstraints(max_length=2000), _clean]
Key = Annotated[str, StringConstraints(min_length=1, max_length=64), _clean]
LanguageTag = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
Region = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
IntervalDays = Annotated[int, Ge(1), Le(30)]
