"""What a look means: which of it is well, which has to be looked after, and which stops the service."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from api.operations.models import Check, CheckStatus, Readiness, ReadinessStatus
from api.operations.store import Standing
from api.operations.watch import Seen
from api.settings import Settings
from api.sweeper.models import Beat

SILENT_AFTER = timedelta(minutes=5)
AHEAD_AFTER = timedelta(minutes=1)  # the clocks of two machines may differ by less
OUTBOX_LATE_AFTER = timedelta(minutes=5)
BACKUP_OLD_AFTER = timedelta(hours=48)
MEBIBYTE = 2**20
DISK_FULL_BYTES = 200 * MEBIBYTE
DISK_LOW_BYTES = 2048 * MEBIBYTE

OK, WARNING, FAILED, NOT_CHECKED = CheckStatus


def readiness_of(seen: Seen, settings: Settings) -> Readiness:
    """Whether this process should get requests.

    Failed makes `unavailable` (503): an entry could not be stored, or could be lost after it was
    acknowledged. That is the database, its writer, tables of another version, unsafe settings, and a disk
    that is nearly full; a phone keeps its entry meanwhile. A warning makes `degraded` (200): entries and
    their alerts are still stored in one commit, but a person has to look: a service or a worker that is
    silent, sweeps that do not end, events that nobody sends, repairs by the sweeper, an old backup, any of
    these at a time that is yet to come, a disk that fills up. A 503 would stop the entries too.
    """
    checks = list(checks_of(seen, settings))
    found = {check.status for check in checks}
    if FAILED in found:
        return Readiness(status=ReadinessStatus.UNAVAILABLE, checks=checks)
    status = ReadinessStatus.DEGRADED if WARNING in found else ReadinessStatus.OK
    return Readiness(status=status, checks=checks)


def checks_of(seen: Seen, settings: Settings) -> Iterator[Check]:
    yield from _storing(seen)
    yield _disk(seen, settings)
    yield from _worker(seen, settings)
    yield _backup(seen, settings)


def _storing(seen: Seen) -> Iterator[Check]:
    fit = seen.tables is not None and seen.tables.revision == seen.tables.needed
    unfit = "It could not be read." if seen.tables is None else "They do not fit this version."
    yield _must("database", seen.is_writable, yes="It takes writes.", no="It does not take writes now.")
    yield _must("writer", seen.has_writer, yes="It runs.", no="It has stopped; restart this process.")
    yield _must("tables", fit, yes="They fit this version.", no=unfit)
    yield _must(
        "durability",
        seen.unsafe == [],
        yes="What is acknowledged is on disk.",
        no="The database could lose what was acknowledged, or did not say.",
    )


def _must(name: str, is_well: bool, *, yes: str, no: str) -> Check:
    return Check(name=name, status=OK if is_well else FAILED, detail=yes if is_well else no)


def _disk(seen: Seen, settings: Settings) -> Check:
    if settings.sqlite_path is None:
        return Check(name="disk", status=NOT_CHECKED, detail="The database is on a server of its own.")
    if seen.disk_free_bytes is None:
        return Check(name="disk", status=FAILED, detail="It did not answer.")
    if seen.disk_free_bytes < DISK_FULL_BYTES:
        return Check(name="disk", status=FAILED, detail="Nearly full.")
    if seen.disk_free_bytes < DISK_LOW_BYTES:
        return Check(name="disk", status=WARNING, detail="It fills up.")
    return Check(name="disk", status=OK, detail="There is room.")


def _worker(seen: Seen, settings: Settings) -> Iterator[Check]:
    standing = seen.standing
    if standing is None:
        yield from (_unread(name) for name in (*Beat, "outbox", "repairs"))
        return
    for name, beat in standing.beats:
        # Whoever answers this is a service, and beats as one. A worker beside it may still be about to start.
        is_due = seen.at - seen.answering_since > SILENT_AFTER
        is_expected = settings.runs_worker or name is Beat.SERVICE or is_due
        yield _beat(name, beat, at=seen.at, is_expected=is_expected)
    yield _outbox(standing, at=seen.at)
    yield _repairs(standing)


def _beat(name: str, beat: datetime | None, *, at: datetime, is_expected: bool) -> Check:
    if beat is None and not is_expected:
        return Check(name=name, status=NOT_CHECKED, detail="Never yet, and this process runs no worker.")
    if beat is None:
        return Check(name=name, status=WARNING, detail="Never yet: nothing does this.")
    silent = at - beat
    return Check(name=name, status=_late(silent, SILENT_AFTER), detail=f"Last done {_ago(silent)}.")


def _outbox(standing: Standing, *, at: datetime) -> Check:
    if standing.oldest_at is None:
        return Check(name="outbox", status=OK, detail="Nothing waits.")
    waited = at - standing.oldest_at
    detail = f"The oldest event was put {_ago(waited)}."
    return Check(name="outbox", status=_late(waited, OUTBOX_LATE_AFTER), detail=detail)


def _repairs(standing: Standing) -> Check:
    number = standing.repairs_lately
    detail = f"{number} in the last 24 hours." if number else "None in the last 24 hours."
    return Check(name="repairs", status=WARNING if number else OK, detail=detail)


def _backup(seen: Seen, settings: Settings) -> Check:
    if not settings.backup_folder:
        return Check(name="backup", status=NOT_CHECKED, detail="DIARY_BACKUP_FOLDER is not set.")
    if seen.backup is None:
        return _unread("backup")
    if seen.backup.made_at is None:
        return Check(
            name="backup", status=WARNING, detail="There is none that was verified and looks as it did then."
        )
    age = seen.at - seen.backup.made_at
    return Check(
        name="backup",
        status=_late(age, BACKUP_OLD_AFTER),
        detail=f"The last verified one was made {_ago(age)}.",
    )


def _unread(name: str) -> Check:
    return Check(name=name, status=WARNING, detail="It could not be read.")


def _late(time: timedelta, limit: timedelta) -> CheckStatus:
    return OK if -AHEAD_AFTER <= time <= limit else WARNING


def _ago(time: timedelta) -> str:
    if time < -AHEAD_AFTER:
        return "at a time that is yet to come: a clock is wrong, or was"
    seconds = max(0, int(time.total_seconds()))
    if seconds < 120:
        return f"{seconds} seconds ago"
    if seconds < 7200:
        return f"{seconds // 60} minutes ago"
    return f"{seconds // 3600} hours ago"
