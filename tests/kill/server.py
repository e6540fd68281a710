"""The real server, with its durable settings, to be killed again and again."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.kill.witness import Witness
from tests.support.databases import ROOT
from tests.support.mortal import die_with_parent

LONGEST_AIM_SECONDS = 2.0


class MortalServer:
    """One life at a time."""

    def __init__(self, zygote: "subprocess.Popen[str]", *, database_url: str, folder: Path) -> None:
        self._zygote = zygote
        self._log = folder / "server.log"
        self._witness_file = folder / "witness"
        self.witness = Witness(self._witness_file)
        self.port: int = self._hear("port")
        self._pid: int | None = None
        self._settings = {
            "environment": "production",
            "base_url": self.origin,
            "database_url": database_url,
            # Whatever is missing after a kill must be seen to be missing, not be mended behind our back.
            "runs_worker": False,
            "postgres_connections": 8,
            "log_level": "error",
        }

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    def begin(self, *, saboteur: str | None = None) -> None:
        self.witness.forget()
        order = {"settings": self._settings, "witness": str(self._witness_file), "saboteur": saboteur}
        self._say(order)
        self._pid = self._hear("pid")

    def kill(self, *, aims_at_a_commit: bool = False) -> None:
        """Raises: RuntimeError when it had died by itself."""
        if self._pid is None:
            return
        pid, self._pid = self._pid, None
        if aims_at_a_commit:
            self.witness.aim()
            select.select([self._zygote.stdout], [], [], LONGEST_AIM_SECONDS)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        if (status := self._hear("status")) != -signal.SIGKILL:
            raise RuntimeError(f"the server had ended by itself, with status {status}")

    def _say(self, order: dict[str, Any]) -> None:
        assert self._zygote.stdin is not None
        self._zygote.stdin.write(json.dumps(order) + "\n")
        self._zygote.stdin.flush()

    def _hear(self, name: str) -> int:
        assert self._zygote.stdout is not None
        line = self._zygote.stdout.readline()
        if not line:
            raise RuntimeError(self._log.read_text()[-2000:])
        return int(json.loads(line)[name])


@contextmanager
def mortal_server(database_url: str, folder: Path) -> Iterator[MortalServer]:
    """Ready to begin its first life; `folder` gets its log."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("DIARY_")}
    with (folder / "server.log").open("ab") as log:
        zygote = subprocess.Popen(
            [sys.executable, "-m", "tests.kill.zygote"],
            cwd=ROOT,
            env=plain,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            preexec_fn=die_with_parent,
        )
    try:
        yield MortalServer(zygote, database_url=database_url, folder=folder)
    finally:
        zygote.kill()
        zygote.communicate()
