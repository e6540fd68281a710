"""What a look means: what stops the service, and what only wants a person."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from api.operations.checks import readiness_of
from api.operations.models import CheckStatus, ReadinessStatus
from api.operations.store import Standing
from api.operations.watch import Backup, Seen, Tables
from api.settings import Settings

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MEBIBYTE = 2**20
ON_SQLITE = Settings(environment="test", backup_folder="backups")
ON_POSTGRESQL = ON_SQLITE.model_copy(update={"database_url": "postgresql+psycopg://diary@db/diary"})

QUIET = Standing(
    service_seen_at=NOON,
    worker_seen_at=NOON,
    swept_at=NOON,
    oldest_at=None,
    waiting=0,
    repairs=7,
    repairs_lately=0,
    silent=2,
)
WELL = Seen(
    at=NOON,
    answering_since=NOON - timedelta(minutes=5),
    is_writable=True,
    has_writer=True,
    unsafe=[],
    tables=Tables("0004", "0004"),
    standing=QUIET,
    disk_free_bytes=2048 * MEBIBYTE,
    backup=Backup(NOON),
)


def with_standing(**changed: object) -> Seen:
    return replace(WELL, standing=replace(QUIET, **changed))


def what_is_wrong(seen: Seen, settings: Settings = ON_SQLITE) -> tuple[str, dict[str, str]]:
    readiness = readiness_of(seen, settings)
    calm = (CheckStatus.OK, CheckStatus.NOT_CHECKED)
    wrong = {check.name: check.status.value for check in readiness.checks if check.status not in calm}
    return readiness.status.value, wrong


def test_nothing_wrong_is_ok() -> None:
    assert what_is_wrong(WELL) == ("ok", {})


@pytest.mark.parametrize(
    ("seen", "check"),
    [
        (replace(WELL, is_writable=False), "database"),
        (replace(WELL, has_writer=False), "writer"),
        (replace(WELL, tables=Tables("0003", "0004")), "tables"),
        (replace(WELL, tables=Tables("0005", "0004")), "tables"),
        (replace(WELL, tables=Tables(None, "0004")), "tables"),
        (replace(WELL, tables=None), "tables"),
        (replace(WELL, unsafe=["fsync is off"]), "durability"),
        (replace(WELL, unsafe=None), "durability"),
        (replace(WELL, disk_free_bytes=200 * MEBIBYTE - 1), "disk"),
        (replace(WELL, disk_free_bytes=None), "disk"),
    ],
)
def test_what_could_lose_an_entry_is_unavailable(seen: Seen, check: str) -> None:
    assert what_is_wrong(seen) == ("unavailable", {check: "failed"})


@pytest.mark.parametrize(
    ("seen", "check"),
    [
        (replace(WELL, disk_free_bytes=2048 * MEBIBYTE - 1), "disk"),
        (with_standing(service_seen_at=NOON - timedelta(minutes=5) - SECOND), "service"),
        (with_standing(service_seen_at=NOON + timedelta(minutes=1) + SECOND), "service"),
        (with_standing(service_seen_at=None), "service"),
        (with_standing(worker_seen_at=NOON - timedelta(minutes=5) - SECOND), "worker"),
        (with_standing(worker_seen_at=NOON + timedelta(minutes=1) + SECOND), "worker"),
        (with_standing(worker_seen_at=None), "worker"),
        (with_standing(swept_at=NOON - timedelta(minutes=5) - SECOND), "sweep"),
        (with_standing(swept_at=NOON + timedelta(days=365)), "sweep"),
        (with_standing(swept_at=None), "sweep"),
        (with_standing(oldest_at=NOON - timedelta(minutes=5) - SECOND, waiting=1), "outbox"),
        (with_standing(oldest_at=NOON + timedelta(hours=1), waiting=1), "outbox"),
        (with_standing(repairs_lately=1), "repairs"),
        (replace(WELL, backup=Backup(NOON - timedelta(hours=48) - SECOND)), "backup"),
        (replace(WELL, backup=Backup(NOON + timedelta(hours=1))), "backup"),
        (replace(WELL, backup=Backup(None)), "backup"),
        (replace(WELL, backup=None), "backup"),
    ],
)
def test_what_a_person_has_to_look_after_is_degraded(seen: Seen, check: str) -> None:
    assert what_is_wrong(seen) == ("degraded", {check: "warning"})


def test_what_cannot_be_read_is_not_taken_for_well() -> None:
    _, wrong = what_is_wrong(replace(WELL, standing=None))

    assert wrong == dict.fromkeys(("service", "worker", "sweep", "outbox", "repairs"), "warning")


@pytest.mark.parametrize(
    "seen",
    [
        with_standing(worker_seen_at=NOON - timedelta(minutes=5)),
        with_standing(service_seen_at=NOON + timedelta(minutes=1)),
        with_standing(oldest_at=NOON - timedelta(minutes=5), waiting=3),
        replace(WELL, backup=Backup(NOON - timedelta(hours=48))),
        replace(WELL, disk_free_bytes=2048 * MEBIBYTE),
    ],
)
def test_the_limits_themselves_are_well(seen: Seen) -> None:
    assert what_is_wrong(seen) == ("ok", {})


def test_a_beat_that_is_yet_to_come_says_what_is_wrong() -> None:
    readiness = readiness_of(with_standing(worker_seen_at=NOON + timedelta(days=365)), ON_SQLITE)

    details = {check.name: check.detail for check in readiness.checks}

    assert details["worker"] == "Last done at a time that is yet to come: a clock is wrong, or was."


def test_a_failure_outweighs_a_warning() -> None:
    seen = replace(with_standing(repairs_lately=2), is_writable=False)

    assert what_is_wrong(seen) == ("unavailable", {"database": "failed", "repairs": "warning"})


def test_a_process_without_a_worker_misses_one_after_five_minutes() -> None:
    alone = ON_SQLITE.model_copy(update={"runs_worker": False})
    never = with_standing(worker_seen_at=None, swept_at=None)
    later = replace(never, answering_since=NOON - timedelta(minutes=5, seconds=1))
    stuck = with_standing(worker_seen_at=NOON - timedelta(hours=1))

    assert what_is_wrong(never, alone) == ("ok", {})
    assert what_is_wrong(later, alone) == ("degraded", {"worker": "warning", "sweep": "warning"})
    assert what_is_wrong(stuck, alone) == ("degraded", {"worker": "warning"})


def test_what_was_not_set_up_says_that_it_is_not_checked() -> None:
    unset = ON_POSTGRESQL.model_copy(update={"backup_folder": ""})
    readiness = readiness_of(replace(WELL, disk_free_bytes=None, backup=None), unset)

    unchecked = [check.name for check in readiness.checks if check.status is CheckStatus.NOT_CHECKED]

    assert unchecked == ["disk", "backup"]
    assert readiness.status is ReadinessStatus.OK
