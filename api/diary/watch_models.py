"""Which rules are in force for a patient, and how near each is."""

from datetime import date

from pydantic import BaseModel

from api.alerts.models import SourcePublic


class Progress(BaseModel):
    have: int
    need: int


class WatchedRule(BaseModel):
    """A rule in force, in words, and how near it is; `unknown_days` are days that could decide it."""

    rule: str
    level: str
    level_words: str
    sentence: str
    verdict: str
    progress: Progress
    unknown_days: list[date]
    advice: list[str]
    source: SourcePublic
    in_force_since: date


class WatchList(BaseModel):
    items: list[WatchedRule]
    next: str | None
