"""Which rules are in force for a patient, and how near each is."""

from datetime import date

from pydantic import BaseModel

from api.alerts.models import AdjustedPublic, SourcePublic


class Progress(BaseModel):
    have: int
    need: int


class WatchedRule(BaseModel):
    """A rule in force, in words, and how near it is; `unknown_days` are days that could decide it.

    `adjusted` are the numbers in it that the clinic set, for everyone or for her.
    """

    rule: str
    pack: str
    level: str
    level_words: str
    sentence: str
    mark: str
    basis: str
    adjusted: list[AdjustedPublic]
    verdict: str
    progress: Progress
    unknown_days: list[date]
    advice: list[str]
    source: SourcePublic
    in_force_since: date


class WatchList(BaseModel):
    items: list[WatchedRule]
    next: str | None
