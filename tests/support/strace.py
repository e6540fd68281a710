"""Finds strace, or gets it, for the tests that count what reaches the disk."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

DEBIAN = Path("/etc/debian_version")
HOW_TO_GET_IT = (
    "The tests of durability need strace and found none. Install it and try again:\n"
    "  Debian or Ubuntu, as root:  apt-get install strace\n"
    "  anywhere else:              by the system's own packages"
)


class NoStrace(RuntimeError):
    """There is none and none could be had; the message says how to get it."""


def strace() -> str:
    """Its path; it is installed first where it is missing and can be had.

    Raises: NoStrace.
    """
    # Tests run in several processes; the second waits here and then finds what the first has installed.
    with (Path(tempfile.gettempdir()) / f"diary-strace-{os.geteuid()}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not shutil.which("strace"):
            install_from_debian()
        found = shutil.which("strace")
    if found is None:
        raise NoStrace(HOW_TO_GET_IT)
    return found


def install_from_debian(run: Callable[..., object] = subprocess.run) -> None:
    """Debian's package, where we are root on Debian; elsewhere nothing."""
    if os.geteuid() != 0 or not DEBIAN.exists() or not shutil.which("apt-get"):
        return
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    packages = ["install", "--quiet", "--yes", "--no-install-recommends", "strace"]
    for arguments in (["update", "--quiet"], packages):
        run(
            ["apt-get", *arguments],
            env=environment,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
        )


def main() -> None:
    try:
        strace()
    except NoStrace as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
