"""The systemd units of the README, and the alias that runs a command as one."""

import re
import shlex
from pathlib import Path, PurePosixPath

import pytest
from typer.testing import CliRunner

from api import cli
from api.backup.manifest import manifest_path
from api.backup.verified import LAST_VERIFIED
from api.settings import Settings
from tests.deploy.files import readme, unit

PRIVATE = {"StateDirectoryMode": "0700", "UMask": "0077"}
HARDENED = PRIVATE | {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
}
SERVICES = ["diary.service", "diary-backup.service"]


@pytest.fixture
def service() -> dict[str, list[str]]:
    return unit("diary.service")["Service"]


@pytest.fixture
def backup() -> dict[str, list[str]]:
    return unit("diary-backup.service")["Service"]


@pytest.mark.parametrize("file", SERVICES)
def test_it_runs_as_somebody_who_may_do_little(file: str) -> None:
    service = unit(file)["Service"]

    assert service["User"] not in ([], ["root"])
    assert {name: "".join(service[name]) for name in HARDENED} == HARDENED
    assert service["StateDirectory"] == ["diary"]


@pytest.mark.parametrize("file", SERVICES)
def test_its_command_is_one_that_there_is(file: str) -> None:
    program, *words = unit(file)["Service"]["ExecStart"]

    done = CliRunner().invoke(cli.app, [*words, "--help"])

    assert PurePosixPath(program).parts[-3:] == (".venv", "bin", "diary")
    assert done.exit_code == 0, done.output


def test_it_waits_longer_than_a_graceful_stop_takes(service: dict[str, list[str]]) -> None:
    (seconds,) = service["TimeoutStopSec"]

    assert int(seconds) > Settings.model_fields["graceful_stop_seconds"].default
    assert service["Restart"] == ["on-failure"]


@pytest.mark.parametrize("file", SERVICES)
def test_its_secrets_stand_in_a_file_of_their_own(file: str) -> None:
    service = unit(file)["Service"]

    assert service["EnvironmentFile"] == ["/etc/diary.env"]
    assert "Environment" not in service


def test_it_starts_with_the_machine() -> None:
    assert unit("diary.service")["Install"]["WantedBy"] == ["multi-user.target"]


def test_a_backup_is_made_daily_even_where_the_machine_was_off() -> None:
    timer = unit("diary-backup.timer")

    assert timer["Timer"]["OnCalendar"][0] == "*-*-*"
    assert timer["Timer"]["Persistent"] == ["true"]
    assert timer["Install"]["WantedBy"] == ["timers.target"]


def test_a_backup_is_verified_on_a_disk_of_its_own_where_ready_looks(backup: dict[str, list[str]]) -> None:
    folder = backup["ExecStart"][2]

    assert backup["Type"] == ["oneshot"]
    assert "--verify" in backup["ExecStart"]
    assert not folder.startswith("/var/lib/diary")
    assert backup["ReadWritePaths"] == [folder]
    assert f"\nDIARY_BACKUP_FOLDER={folder}\n" in readme()


def test_only_old_backups_are_deleted_and_only_after_a_good_one(backup: dict[str, list[str]]) -> None:
    program, folder, *words = backup["ExecStartPost"]
    pattern = PurePosixPath(words[words.index("-name") + 1]).name
    made = PurePosixPath(folder) / "diary-20261123T023000.000000Z.sqlite"

    assert (program, folder) == ("/usr/bin/find", backup["ExecStart"][2])
    assert words[-3:] == ["-mtime", "+30", "-delete"]
    assert made.match(pattern)
    assert PurePosixPath(manifest_path(Path(made))).match(pattern)
    assert not PurePosixPath(LAST_VERIFIED).match(pattern)
    assert not PurePosixPath("diary.db").match(pattern)


def test_a_command_by_hand_makes_files_as_private_as_the_services() -> None:
    (alias,) = re.findall(r"^alias diary='(.*)'$", readme(), re.MULTILINE)
    words = shlex.split(alias)

    assert {f"--property={name}={value}" for name, value in PRIVATE.items()} <= set(words)
    assert "--uid=diary" in words
