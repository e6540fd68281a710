"""Load from wrk, a compiled tool in a process of its own, and what it measured."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).with_name("requests.lua")
HOW_TO_GET_ONE = (
    "The load comes from wrk, and there is none. Install it and try again:\n"
    "  Debian or Ubuntu, as root:  apt-get install -y wrk\n"
    "  macOS:                      brew install wrk"
)
MARGIN = 64


class NoLoad(RuntimeError):
    """wrk is missing or failed; the message says what to do."""


@dataclass(frozen=True)
class Measured:
    """One run. Units: requests a second, milliseconds."""

    requests: int
    rate: float
    median_ms: float
    p99_ms: float

    @property
    def tail(self) -> float:
        return self.p99_ms / self.median_ms


@dataclass
class Load:
    """Saves from prepared callers; `first` is where the next run that stores something goes on."""

    url: str
    origin: str
    callers: Path
    days: Path
    bodies: Path
    room: int
    slots: int
    first: int = 0

    def run(self, prefix: str, *, connections: int, seconds: float, stores: bool) -> Measured:
        """One run; where nothing is stored, it begins with the first day again.

        Raises: NoLoad when wrk failed, anything was answered with an error, or the days are used up.
        """
        first = self.first if stores else 0
        done = subprocess.run(
            self._command(prefix, connections, seconds, first), capture_output=True, text=True, check=False
        )
        lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
        if done.returncode or not lines:
            raise NoLoad(done.stderr or done.stdout)
        told = json.loads(lines[-1])
        following = first + told["requests"] + connections + MARGIN
        if told["failed"] or following > self.room:
            raise NoLoad(
                f"{told['failed']} failed, {following} of {self.room} days used. {done.stderr[:400]}"
            )
        if stores:
            self.first = following
        rate = told["requests"] / told["seconds"]
        return Measured(told["requests"], rate, told["median_ms"], told["p99_ms"])

    def _command(self, prefix: str, connections: int, seconds: float, first: int) -> list[str]:
        headers = [f"Origin: {self.origin}", "Content-Type: application/json"]
        options = [part for header in headers for part in ("-H", header)]
        files = [str(self.callers), str(self.days), str(self.bodies)]
        pace = ["-t1", f"-c{connections}", f"-d{seconds:g}s", "-s", str(SCRIPT)]
        return [wrk(), *pace, *options, self.url, "--", *files, str(first), prefix, str(self.slots)]


def wrk() -> str:
    """Raises: NoLoad, saying how to get it."""
    found = shutil.which("wrk")
    if found is None:
        raise NoLoad(HOW_TO_GET_ONE)
    return found
