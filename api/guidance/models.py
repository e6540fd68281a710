"""Lists of guidance; the words of one pack and of one medicine have their shape in `api.texts.in_words`."""

from datetime import date

from pydantic import BaseModel

from api.texts.sentences import MedicineInWords


class GuidanceSummary(BaseModel):
    """A pack. `hash` is the SHA-256 of its file, as findings name it.

    The rules of one that `needs_signature` alert nobody until a clinic has signed it.
    """

    id: str
    version: str
    hash: str
    title: str
    publisher: str
    reviewed: date | None
    needs_signature: bool


class GuidancePage(BaseModel):
    items: list[GuidanceSummary]
    next: str | None


class CataloguePage(BaseModel):
    """`withdrawn` of a medicine says so in words, and is null while it is on the market."""

    items: list[MedicineInWords]
    next: str | None
