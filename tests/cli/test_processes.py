"""`diary serve` and `diary worker` as systemd starts and stops them, and `diary init` at a real terminal."""

import os
import pty
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.demo.test_command import a_free_port, environment
from tests.support.databases import ROOT

STOP_SECONDS = 60
COMMAND = [sys.executable, "-m", "api.cli"]
PASSWORD = "seldom seen password"


def settings_of(database_url: str) -> dict[str, str]:
    return environment(DIARY_ENVIRONMENT="test", DIARY_DATABASE_URL=database_url)


@contextmanager
def running(*arguments: str, database_url: str, until: str) -> Iterator[subprocess.Popen[str]]:
    """The command once it has said this; it is killed at the end if it still runs."""
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=ROOT,
        env=settings_of(database_url),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        assert until in process.stdout.readline()
        yield process
    finally:
        process.kill()
        process.communicate()


def stopped(process: subprocess.Popen[str], how: signal.Signals) -> tuple[int, str]:
    process.send_signal(how)
    said, errors = process.communicate(timeout=STOP_SECONDS)
    return process.returncode, said + errors


def test_a_server_answers_until_it_is_told_to_stop_and_then_closes_its_database(database_url: str) -> None:
    port = a_free_port()

    with running("serve", "--port", str(port), database_url=database_url, until="Serving") as process:
        with httpx.Client(transport=httpx.HTTPTransport(retries=10)) as client:
            answer = client.get(f"http://127.0.0.1:{port}/live", timeout=STOP_SECONDS)
        code, said = stopped(process, signal.SIGTERM)

    assert answer.status_code == 200
    assert (code, "Stopped." in said, "Traceback" in said) == (0, True, False)
    if database_url.startswith("sqlite"):
        # Whoever closes an SQLite file last takes its log away; a process that just died would have left it.
        assert not Path(f"{database_url.removeprefix('sqlite:///')}-wal").exists()


def test_a_worker_works_until_ctrl_c(database_url: str) -> None:
    with running("worker", database_url=database_url, until="Working") as process:
        code, said = stopped(process, signal.SIGINT)

    assert (code, "Stopped." in said, "Traceback" in said) == (0, True, False)


def test_a_password_typed_at_a_terminal_is_not_shown(tmp_path: Path) -> None:
    shown = typed_at_a_terminal(
        ["init"],
        {
            "Name of the clinic": "Hillside Cancer Clinic",
            "Time zone": "America/New_York",
            "Country": "",
            "while the clinic is open": "202 555 0100",
            "when it is closed": "202 555 0199",
            "Emergency number": "911",
            "crisis of the mind": "",
            "Open when": "",
            "Their name": "Ada Moreau",
            "Their e-mail": "ada@example.org",
            "12 characters": PASSWORD,
            "Again": PASSWORD,
        },
        database_url=f"sqlite:///{tmp_path / 'diary.db'}",
    )

    assert "Hillside Cancer Clinic is set up." in shown
    assert "Ada Moreau" in shown
    assert PASSWORD not in shown


def typed_at_a_terminal(arguments: list[str], answers: dict[str, str], *, database_url: str) -> str:
    """Types each answer when its question stands there; gives all that the screen showed."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=ROOT,
        env=settings_of(database_url),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    shown = ""
    for question, reply in answers.items():
        before = len(shown)
        while question not in shown[before:] or not shown.endswith(": "):
            more = _read(ours)
            assert more, shown
            shown += more
        os.write(ours, f"{reply}\n".encode())
    while more := _read(ours):
        shown += more
    assert process.wait(STOP_SECONDS) == 0, shown
    os.close(ours)
    return shown


def _read(terminal: int) -> str:
    # A question that no answer is for must fail the test, not hang it.
    is_ready, _, _ = select.select([terminal], [], [], STOP_SECONDS)
    assert is_ready, "nothing more was shown"
    try:
        return os.read(terminal, 4096).decode()
    except OSError:
        return ""  # the other side has gone
