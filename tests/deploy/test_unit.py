"""The systemd unit of the README."""

from pathlib import PurePosixPath

import pytest
from typer.testing import CliRunner

from api import cli
from api.settings import Settings
from tests.deploy.files import unit

HARDENED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "StateDirectoryMode": "0700",
    "UMask": "0077",
}


@pytest.fixture
def service() -> dict[str, list[str]]:
    return unit()["Service"]


def test_it_runs_as_somebody_who_may_do_little(service: dict[str, list[str]]) -> None:
    assert service["User"] not in ([], ["root"])
    assert {name: "".join(service[name]) for name in HARDENED} == HARDENED
    assert service["StateDirectory"] == ["diary"]


def test_its_command_is_one_that_there_is(service: dict[str, list[str]]) -> None:
    program, *words = service["ExecStart"]

    done = CliRunner().invoke(cli.app, [*words, "--help"])

    assert PurePosixPath(program).parts[-3:] == (".venv", "bin", "diary")
    assert done.exit_code == 0, done.output


def test_it_waits_longer_than_a_graceful_stop_takes(service: dict[str, list[str]]) -> None:
    (seconds,) = service["TimeoutStopSec"]

    assert int(seconds) > Settings.model_fields["graceful_stop_seconds"].default
    assert service["Restart"] == ["on-failure"]


def test_its_secrets_stand_in_a_file_of_their_own(service: dict[str, list[str]]) -> None:
    assert service["EnvironmentFile"] == ["/etc/diary.env"]
    assert "Environment" not in service


def test_it_starts_with_the_machine() -> None:
    assert unit()["Install"]["WantedBy"] == ["multi-user.target"]
