"""What operators are told."""

from enum import StrEnum

from pydantic import BaseModel


class Health(BaseModel):
    status: str


class CheckStatus(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    NOT_CHECKED = "not checked"


class Check(BaseModel):
    """One thing that was looked at; `detail` says what was seen."""

    name: str
    status: CheckStatus
    detail: str


class ReadinessStatus(StrEnum):
    OK = "ok"
    DEGRADED = "degraded"
    UNAVAILABLE = "unavailable"


class Readiness(BaseModel):
    """`degraded` still takes entries, and someone has to look; `unavailable` should get no requests."""

    status: ReadinessStatus
    checks: list[Check]
