"""Which of a program's system calls come before each of the marks that it sets, as strace has seen them."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.databases import ROOT
from tests.support.strace import strace

WATCHED = "fdatasync,fsync,pwrite64,write"
LINE = re.compile(r"(?P<thread>\d+) +(?P<resumed><\.\.\. )?(?P<call>\w+)(?P<rest>.*)")
LOG_FILE = re.compile(r"\(\d+<[^>]*-wal>")


@dataclass
class Calls:
    """Between two marks: the calls on the write-ahead log that were over by then, by thread and name."""

    mark: str = ""
    on_log: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def syncs_of_what_was_written(self) -> int:
        """Syncs of the log by whoever wrote to it; the checkpoints' own syncs are another thread's."""
        writers = {thread for thread, call in self.on_log if call == "pwrite64"}
        return sum(
            count
            for (thread, call), count in self.on_log.items()
            if thread in writers and call in ("fdatasync", "fsync")
        )


def calls_before_marks(program: list[str], *, mark: str, folder: Path) -> list[Calls]:
    """Runs `python -m program`; a mark is what it writes to standard error."""
    traced = folder / "calls"
    options = ["-f", "-y", "--seccomp-bpf", "-s", "64", "-e", f"trace={WATCHED}", "-e", "signal=none"]
    command = [strace(), *options, "-o", traced, sys.executable, "-m", *program]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RuntimeError(ran.stderr[-2000:])
    return list(_between_marks(traced.read_text(errors="replace").splitlines(), mark=mark))


def _between_marks(lines: list[str], *, mark: str) -> Iterator[Calls]:
    so_far = Calls()
    begun: dict[str, str] = {}
    for line in lines:
        if (found := LINE.match(line)) is None:
            continue
        thread, call, rest = found["thread"], found["call"], found["rest"]
        if rest.endswith("<unfinished ...>"):
            begun[thread] = rest
            continue
        if found["resumed"]:
            rest = begun.pop(thread, "")
        if call == "write" and f'"{mark}' in rest:
            so_far.mark = rest
            yield so_far
            so_far = Calls()
        elif LOG_FILE.match(rest):
            so_far.on_log[thread, call] += 1
