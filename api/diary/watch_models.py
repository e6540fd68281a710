"""Which rules are in force for a patient, and how near each is."""

from datetime import date

from pydantic import BaseModel

from api.alerts.models import AdjustedPublic, SourcePublic


class Progress(BaseModel):
    have: int
    need: int


class WatchedMedicine(BaseModel):
    """A medicine of hers that a rule is only about; `stopped_on` is null while she takes it."""

    medicine: str
    stopped_on: date | None


class WatchedRule(BaseModel):
    """A rule in force, in words, and how near it is.

    An unknown verdict hangs on `unknown_days`, of which nothing about it is written, and on `unknown_usual`,
    by name what of hers is not known: usual_stools, weight, ostomy, or last_days (too few days before).
    `adjusted` are the numbers in it that the clinic set, for everyone or for her; `own_numbers` says so in
    words. `while_taking` is empty for a rule that is not about medicines.
    """

    rule: str
    pack: str
    level: str
    level_words: str
    sentence: str
    mark: str
    basis: str
    adjusted: list[AdjustedPublic]
    own_numbers: list[str]
    while_taking: list[WatchedMedicine]
    verdict: str
    progress: Progress
    unknown_days: list[date]
    unknown_usual: list[str]
    advice: list[str]
    source: SourcePublic
    in_force_since: date


class WatchList(BaseModel):
    items: list[WatchedRule]
    next: str | None
