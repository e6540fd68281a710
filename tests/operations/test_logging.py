"""Every byte that is logged is JSON of ours; what others say, which may be health data, is never in it."""

import json
import subprocess
import sys
import textwrap
from typing import Any

import pytest

from tests.support.databases import ROOT

SECRET = "Anna Berg wrote 5 stools"

PROVOKE = """
import asyncio, logging, sys, threading, warnings
from api.logs import configure_logging

configure_logging("info")
SECRET = "Anna Berg wrote 5 stools"

def fail():
    raise RuntimeError(SECRET)

def hidden():
    try:
        fail()
    except RuntimeError as error:
        raise ValueError("about " + SECRET) from error

for said in (SECRET, "%s"):
    for name in ("uvicorn.error", "uvicorn.access", "sqlalchemy.pool", "asyncio", "alembic", "py.warnings"):
        logging.getLogger(name).error(said, *([SECRET] if said == "%s" else []))
try:
    hidden()
except ValueError as error:
    logging.getLogger("uvicorn.error").error("Exception in ASGI application\\n", exc_info=error)
    logging.getLogger("asyncio").exception(SECRET)
import traceback
try:
    fail()
except RuntimeError:
    logging.getLogger("uvicorn.error").error(traceback.format_exc())
warnings.warn(SECRET)
threading.Thread(target=fail, name="writer").start()

class Broken:
    def __del__(self):
        fail()
Broken()

async def forget():
    asyncio.get_running_loop().create_task(failing(), name=SECRET)
    await asyncio.sleep(0)

async def failing():
    fail()
asyncio.run(forget())
logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
cut_off = asyncio.CancelledError(SECRET)
logging.getLogger("uvicorn.error").error("Exception in ASGI application\\n", exc_info=cut_off)
hidden()
"""


@pytest.fixture(scope="module")
def provoked() -> "subprocess.CompletedProcess[str]":
    """A process in which everything that can say something of its own says what a patient wrote."""
    return subprocess.run(
        [sys.executable, "-c", PROVOKE], cwd=ROOT, capture_output=True, text=True, check=False
    )


def lines_of(provoked: "subprocess.CompletedProcess[str]") -> list[dict[str, Any]]:
    return [json.loads(line) for line in provoked.stderr.splitlines()]


def test_no_byte_of_what_a_patient_wrote_is_logged(provoked: "subprocess.CompletedProcess[str]") -> None:
    said = provoked.stdout + provoked.stderr

    assert [word for word in (SECRET, "Anna", "Berg", "stools", "Traceback") if word in said] == []


def test_every_line_is_an_object_with_an_event_a_level_and_a_time(
    provoked: "subprocess.CompletedProcess[str]",
) -> None:
    lines = lines_of(provoked)

    assert len(lines) > 15
    assert all({"event", "level", "timestamp"} <= set(line) for line in lines)
    assert provoked.stdout == ""


def test_each_kind_of_trouble_has_an_event_with_its_kind_and_place(
    provoked: "subprocess.CompletedProcess[str]",
) -> None:
    kinds = {(line["event"], line.get("kind")) for line in lines_of(provoked)}

    assert {
        ("unexpected", "ValueError"),
        ("library_said", None),
        ("library_said", "RuntimeError"),
        ("warned", "UserWarning"),
        ("thread_died", "RuntimeError"),
        ("unraisable", "RuntimeError"),
        ("request_unreadable", None),
        ("request_cut_off", "CancelledError"),
        ("process_died", "ValueError"),
    } <= kinds
    died = next(line for line in lines_of(provoked) if line["event"] == "process_died")
    assert died["frames"][-1].startswith("<string>:")


def test_what_is_below_the_level_is_not_logged() -> None:
    quiet = textwrap.dedent("""
        import structlog
        from api.logs import configure_logging
        configure_logging("warning")
        structlog.get_logger().info("started")
        structlog.get_logger().warning("stopping")
    """)

    said = subprocess.run([sys.executable, "-c", quiet], cwd=ROOT, capture_output=True, text=True, check=True)

    assert [line["event"] for line in lines_of(said)] == ["stopping"]
