"""`diary demo` as a person starts it: a process of its own, on SQLite in its own folder."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from api import cli
from tests.support.databases import ROOT

START_SECONDS = 60


def command(port: int, folder: Path) -> list[str]:
    return [sys.executable, "-m", "api.cli", "demo", "--port", str(port), "--folder", str(folder)]


def environment(**more: str) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("DIARY_")}
    return plain | {"PYTHONUNBUFFERED": "1"} | more


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def refused(port: int, folder: Path, **more: str) -> str:
    """What the command says when it refuses to start."""
    settings = ("DIARY_ENVIRONMENT", "DIARY_DATABASE_URL", "DIARY_BASE_URL")
    chosen: dict[str, str | None] = {name: more.get(name) for name in settings}
    outcome = CliRunner().invoke(cli.app, ["demo", "--port", str(port), "--folder", str(folder)], env=chosen)
    assert outcome.exit_code != 0
    return outcome.output


@contextmanager
def running(port: int, folder: Path) -> Iterator[str]:
    """The served demo and all that it printed first."""
    process = subprocess.Popen(
        command(port, folder), cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        printed = ""
        while "Ctrl-C" not in printed:
            line = process.stdout.readline()
            assert line, printed
            printed += line
        with httpx.Client(transport=httpx.HTTPTransport(retries=10)) as client:
            assert client.get(f"http://127.0.0.1:{port}/live").status_code == 200
        yield printed
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(START_SECONDS)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DIARY_ENVIRONMENT", "production"),
        ("DIARY_DATABASE_URL", "postgresql+psycopg://clinic/diary"),
        ("DIARY_BASE_URL", "https://diary.example.org"),
    ],
)
def test_production_settings_are_refused(tmp_path: Path, name: str, value: str) -> None:
    said = refused(a_free_port(), tmp_path / "data", **{name: value})

    assert "refuses production settings" in said
    assert not (tmp_path / "data").exists()


def test_a_taken_port_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        said = refused(taken.getsockname()[1], tmp_path / "data")

    assert len(said.strip().splitlines()) == 1
    assert "is taken" in said


def test_the_demo_serves_on_this_machine_only_from_a_private_folder(tmp_path: Path) -> None:
    port, folder = a_free_port(), tmp_path / "data"

    with running(port, folder) as printed:
        document = json.loads((folder / "demo.json").read_text())
        assert document["patient"]["link"] in printed
        assert document["base_url"] == f"http://localhost:{port}"
        with socket.socket() as outside:
            # Another address of the loopback range: answered only by who listens on every address.
            assert outside.connect_ex(("127.0.0.2", port)) != 0

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for file in folder.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name
