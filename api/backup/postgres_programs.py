"""PostgreSQL's own programs for dumps. The password never stands on a command line."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from sqlalchemy.engine import URL

from api.backup.refusal import BackupFailed
from api.settings import Settings

SECRET_PARAMETERS = ("password", "sslpassword")


class Programs:
    """`pg_dump` and `pg_restore`, fit for this server. Raises: BackupFailed when there are none."""

    def __init__(self, settings: Settings, *, server_major: int) -> None:
        self._folder = settings.postgres_bin or None
        self._server_major = server_major

    def dump(self, url: URL, to: Path, *, snapshot: str) -> None:
        self._run("pg_dump", url, "--format=custom", f"--snapshot={snapshot}", f"--file={to}")

    def restore(self, dump: Path, url: URL) -> None:
        """All of it in one transaction, or nothing."""
        self._run("pg_restore", url, "--single-transaction", "--exit-on-error", str(dump))

    def _run(self, name: str, url: URL, *options: str) -> None:
        command = [self._program(name), *options, "--no-owner", "--no-privileges", f"--dbname={address(url)}"]
        ended = _run(command, password=_password_of(url))
        if ended.returncode != 0:
            # Its own words may quote rows.
            raise BackupFailed(
                f"{name} stopped: the database or the backup cannot be read, the role lacks a right,"
                " or a disk is full."
            )

    def _program(self, name: str) -> str:
        path = shutil.which(name, path=self._folder)
        if path is None:
            raise BackupFailed(f"There is no {name}. Install PostgreSQL's client programs, {self._remedy()}")
        said = re.search(r"(\d+)(?:\.\d+)* *(?:\(|$)", _run([path, "--version"]).stdout.strip())
        major = int(said[1]) if said else 0
        if major < self._server_major:
            raise BackupFailed(
                f"{name} is of PostgreSQL {major}, too old for a server of version {self._server_major}."
                f" Install the client programs of version {self._server_major}, {self._remedy()}"
            )
        return path

    def _remedy(self) -> str:
        return "and name their folder in DIARY_POSTGRES_BIN if it is not on the PATH."


def address(url: URL) -> str:
    """As libpq reads it, without any secret."""
    return (
        url.set(drivername="postgresql")
        ._replace(password=None)
        .difference_update_query(SECRET_PARAMETERS)
        .render_as_string(hide_password=False)
    )


def _password_of(url: URL) -> str | None:
    given = url.password or url.query.get("password")
    return given if isinstance(given, str) else None


def _run(command: list[str], *, password: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | ({"PGPASSWORD": password} if password else {})
    return subprocess.run(  # noqa: S603  a list without a shell, of our own making
        command, env=environment, capture_output=True, text=True, check=False
    )
