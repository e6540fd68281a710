"""Finds a Chromium for the browser tests, or gets one; `python -m tests.support.chromium` does it ahead.

The order: one on PATH, the one that Playwright has, Debian's package (as root on Debian), Playwright's own.
Of several the one without windows, which does the same in two thirds of the time.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

WITHOUT_WINDOWS = "chromium-headless-shell"
NAMES = (WITHOUT_WINDOWS, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
DEBIAN = Path("/etc/debian_version")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HOW_TO_GET_ONE = (
    "The browser tests need Chromium and found none. Install it and try again:\n"
    "  Debian or Ubuntu, as root:  apt-get install chromium\n"
    "  anywhere else:              .venv/bin/python -m playwright install --with-deps chromium"
)


class NoChromium(RuntimeError):
    """There is none and none could be had; the message says how to get one."""


def chromium() -> str:
    """The path of a Chromium, which is installed first where there is none.

    Raises: NoChromium.
    """
    with _one_at_a_time():
        for get in (None, install_from_debian, install_from_playwright):
            if get is not None:
                get()
            if found := on_path() or from_playwright():
                return found
    raise NoChromium(HOW_TO_GET_ONE)


def on_path() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def from_playwright() -> str | None:
    """The one that Playwright has downloaded, if any."""
    # Asked in a process of its own: Playwright's event loop would stay in this one.
    ask = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
    )
    asked = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False)
    path = asked.stdout.strip()
    return path if path and Path(path).is_file() else None


def install_from_debian(run: Callable[..., object] = subprocess.run) -> None:
    """Debian's package, where we are root on Debian; elsewhere nothing."""
    if os.geteuid() != 0 or not DEBIAN.exists() or not shutil.which("apt-get"):
        return
    quiet = {"check": False, "stdin": subprocess.DEVNULL, "stdout": sys.stderr}
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "--quiet"], env=environment, **quiet)
    for package in (WITHOUT_WINDOWS, "chromium"):
        install = ["apt-get", "install", "--quiet", "--yes", "--no-install-recommends", package]
        run(install, env=environment, **quiet)
        if on_path():
            return


def install_from_playwright(run: Callable[..., object] = subprocess.run) -> None:
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    run(command, check=False, stdin=subprocess.DEVNULL, stdout=sys.stderr)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    # Tests run in several processes; the second waits here and then finds what the first has installed.
    lock = Path(tempfile.gettempdir()) / f"diary-chromium-{os.geteuid()}.lock"
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def main() -> None:
    try:
        chromium()
    except NoChromium as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
