"""What the service says of itself: one JSON object a line on standard error, for whatever logs.

A message or an error of a library can quote what a patient wrote. So the words of others are never passed on:
what they say becomes an event of ours, with the kind of error and the places in code that it came through.
"""

import logging
import re
import sys
import threading
import warnings
from asyncio import CancelledError
from collections.abc import Iterable
from pathlib import Path
from traceback import extract_tb
from types import TracebackType
from typing import Any

import structlog

FRAMES = 5
SERVERS_WORDS = {
    "Invalid HTTP request received.": "request_unreadable",
    "Exceeded concurrency limit.": "too_many_connections",
    "Exception in ASGI application\n": "unexpected",
    "Cancel %s running task(s), timeout graceful shutdown exceeded": "requests_cut_off",
    "Application startup failed. Exiting.": "start_failed",
    "Application shutdown failed. Exiting.": "stop_failed",
}
"""What uvicorn says in words of its own, and our event for it."""

log = structlog.get_logger()


def configure_logging(level: int | str) -> None:
    """Everything from this level on goes out as JSON: our events, the server's, warnings, dying threads.

    `level` is a number of `logging` or a name such as `info`.
    """
    lowest = level if isinstance(level, int) else logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(lowest),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )
    logging.basicConfig(handlers=[Discreet()], level=max(lowest, logging.WARNING), force=True)
    warnings.showwarning = _warned  # type: ignore[assignment]
    threading.excepthook = _thread_died
    sys.excepthook = _process_died
    sys.unraisablehook = _could_not_raise


def trouble_of(error: BaseException) -> dict[str, Any]:
    """The kind of an error and the last places in code that it came through, without its message."""
    return {"kind": type(error).__name__, "frames": _places(error.__traceback__)}


class Discreet(logging.Handler):
    """Passes on that a library said something, and where, not what."""

    def emit(self, record: logging.LogRecord) -> None:
        said = str(record.msg)
        error = record.exc_info[1] if record.exc_info else None
        trouble = trouble_of(error) if error else _trouble_in(said)
        place = f"{Path(record.pathname).name}:{record.lineno}"
        event = SERVERS_WORDS.get(said, "library_said")
        if event == "unexpected" and isinstance(error, CancelledError):
            event = "request_cut_off"
        log.log(record.levelno, event, logger=record.name, place=place, **trouble)


def _trouble_in(said: str) -> dict[str, Any]:
    # A lifespan that fails is told as the text of its traceback.
    if "Traceback (most recent call last)" not in said:
        return {}
    frames = re.findall(r'^  File "([^"\n]+)", line (\d+)', said, re.MULTILINE)
    kind = re.match(r"[\w.]+", said.strip().splitlines()[-1])
    return {
        "kind": kind[0] if kind else "unknown",
        "frames": _last(f"{file}:{line}" for file, line in frames),
    }


def _places(traceback: TracebackType | None) -> list[str]:
    return _last(f"{frame.filename}:{frame.lineno}" for frame in extract_tb(traceback))


def _last(places: Iterable[str]) -> list[str]:
    return list(places)[-FRAMES:]


def _warned(_message: object, category: type[Warning], filename: str, lineno: int, *_: object) -> None:
    log.warning("warned", kind=category.__name__, place=f"{Path(filename).name}:{lineno}")


def _thread_died(died: threading.ExceptHookArgs) -> None:
    thread = died.thread.name if died.thread else None
    log.error("thread_died", thread=thread, kind=died.exc_type.__name__, frames=_places(died.exc_traceback))


def _process_died(kind: type[BaseException], _: BaseException, traceback: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        log.error("process_died", kind=kind.__name__, frames=_places(traceback))


def _could_not_raise(told: "sys.UnraisableHookArgs") -> None:
    log.error("unraisable", kind=told.exc_type.__name__, frames=_places(told.exc_traceback))
