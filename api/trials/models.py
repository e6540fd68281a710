"""A pack or numbers tried on the stored diaries: what was asked, how far it is, what came out."""

import re
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from annotated_types import Ge, Le
from pydantic import AfterValidator, BaseModel, Strict, StringConstraints
from pydantic import Field as BodyField
from sqlalchemy import CheckConstraint, Column, Index, Text, text
from sqlmodel import Field, SQLModel

from api.bodies import Body, Key, whole
from api.database import JsonDocument, UtcDateTime

LONGEST_PACK = 200_000
LONGEST_DAYS = 366
UNFINISHED = text("finished_at IS NULL")


class TrialState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Trial(SQLModel, table=True):
    """`position` is the last patient judged; whoever judges on holds the row until `leased_until`.

    `pack_text` is kept while it is needed. `skipped` of the `judged` could not be judged. `results` is what
    `tally` counts, which names patients by their ids. `rules_version` is the state of the clinic's rules that
    it compares with. `is_awaited` while a command has yet to print what came out.
    """

    __tablename__ = "trial"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="ck_trial_state"),
        CheckConstraint(
            "(finished_at IS NULL) = (state IN ('waiting', 'running'))", name="ck_trial_finished"
        ),
        CheckConstraint("skipped BETWEEN 0 AND judged", name="ck_trial_skipped"),
        Index("ix_trial_clinic", "clinic_id", "id"),
        Index("ix_trial_unfinished", "id", sqlite_where=UNFINISHED, postgresql_where=UNFINISHED),
    )

    id: UUID = Field(primary_key=True)
    clinic_id: UUID = Field(foreign_key="clinic.id")
    pack: str = Field(max_length=64)
    version: str = Field(max_length=64)
    pack_hash: str = Field(max_length=64)
    pack_text: str | None = Field(default=None, sa_column=Column(Text))
    is_draft: bool
    rules: list[str] = Field(sa_column=Column(JsonDocument, nullable=False))
    numbers: list[dict[str, Any]] = Field(sa_column=Column(JsonDocument, nullable=False))
    rules_version: int
    since: date
    until: date
    state: str = Field(default=TrialState.WAITING.value, max_length=16)
    position: UUID | None = None
    patients: int
    judged: int = 0
    skipped: int = 0
    leased_until: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    results: dict[str, Any] = Field(sa_column=Column(JsonDocument, nullable=False))
    is_awaited: bool = False
    asked_by: UUID
    asked_by_name: str = Field(max_length=200)
    asked_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    finished_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))


_NO_TOML = re.compile(r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ud800-\udfff]")


def refuse_what_toml_refuses(sent: str) -> str:
    if _NO_TOML.search(sent):
        raise ValueError("Leave out control characters and broken ones.")
    return sent


# As it was typed to the last line break: its hash is that of the file.
PackText = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LONGEST_PACK, strip_whitespace=False),
    AfterValidator(refuse_what_toml_refuses),
    BodyField(json_schema_extra={"pattern": r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$"}),
]


class TriedNumber(Body):
    """Counts instead of the clinic's own number of the same name; a patient's own counts before it."""

    rule: Key
    name: Key = "number"
    value: Annotated[float, Strict()]


class TrialCreate(Body):
    """`text` is a draft as TOML; without it the pack as it is in force, or else as it ships.

    Without `rules`: those in force; of a pack that is not, and of what is new in a draft, all but those that
    need a tick of their own. `since_days` counts today.
    """

    pack: Key
    text: PackText | None = None
    rules: Annotated[list[Key], BodyField(max_length=500)] | None = None
    numbers: Annotated[list[TriedNumber], BodyField(max_length=500)] = []
    since_days: Annotated[int, Ge(1), Le(LONGEST_DAYS), whole] = 90


class PatientTried(BaseModel):
    """Only who would have had another alert, one less, or a worse one."""

    id: UUID
    name: str
    gained: int
    lost: int
    raised: int


class RuleTried(BaseModel):
    """Episodes: `gained` in the tried rules only, `lost` in those in force only, `raised` are worse."""

    rule: str
    title: str
    sentence: str
    gained: int
    lost: int
    raised: int
    kept: int
    gained_per_100_patients_and_week: float
    lost_per_100_patients_and_week: float
    raised_per_100_patients_and_week: float
    patients: list[PatientTried]


class TrialPublic(BaseModel):
    """`judged` of `patients` so far; `skipped` of them could not be judged and are in no count."""

    id: UUID
    pack: str
    version: str
    hash: str
    is_draft: bool
    numbers: list[TriedNumber]
    since: date
    until: date
    state: TrialState
    patients: int
    judged: int
    skipped: int
    asked_by: str
    asked_at: datetime
    finished_at: datetime | None


class TrialWithResults(TrialPublic):
    """`results` are null until it is done."""

    results: list[RuleTried] | None


class TrialPage(BaseModel):
    items: list[TrialPublic]
    next: str | None
