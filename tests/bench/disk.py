"""Where the databases that are measured lie: on a disk, since one in memory waits for nothing."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.databases import ROOT

MOUNTS = Path("/proc/self/mounts")
IN_MEMORY = ("tmpfs", "ramfs")
UNKNOWN = "an unknown file system"


class NoDisk(RuntimeError):
    """What ought to be on a disk is in memory; the message says where."""


@contextmanager
def folder_on_disk() -> Iterator[Path]:
    """An empty folder beside the code, not in /tmp, which is in memory on many machines. Raises: NoDisk."""
    parent = ROOT / ".build" / "bench"
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=parent) as made:
        refuse_memory(Path(made))
        yield Path(made)


def refuse_memory(folder: Path) -> str:
    """The kind of file system that a folder is on. Raises: NoDisk when it is kept in memory."""
    kind = _kind_of(folder.resolve())
    if kind in IN_MEMORY:
        raise NoDisk(
            f"{folder} is on {kind}, which waits for no disk; figures from there would flatter."
            " Mount a disk there and try again, or name another database."
        )
    return kind


def _kind_of(folder: Path) -> str:
    if not MOUNTS.exists():
        return UNKNOWN
    mounted = [line.split(" ")[1:3] for line in MOUNTS.read_text().splitlines()]
    around = [(place, kind) for place, kind in mounted if folder.is_relative_to(place)]
    # What was mounted last over a place hides what was there before.
    return max(reversed(around), key=lambda mount: len(mount[0]), default=("", UNKNOWN))[1]
