"""What is installed: pinned exactly, by hash, from wherever the machine gets its packages."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)==(\S+?)(?: ; .+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")


def pins(lock: str) -> dict[str, str]:
    lines = (ROOT / lock).read_text().splitlines()
    return dict(found.groups() for line in lines if (found := PIN.match(line)))


def project_pins(*, with_dev: bool) -> dict[str, str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = project["dependencies"] + (project["optional-dependencies"]["dev"] if with_dev else [])
    found = [re.match(r"^([a-z0-9-]+)(?:\[[a-z0-9,]+\])?==([^;\s]+)", one) for one in wanted]
    assert all(found), "every dependency is pinned with =="
    return dict(one.groups() for one in found if one)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_pins_with_hashes_and_nothing_else_so_no_address_either(lock: str) -> None:
    lines = (ROOT / lock).read_text().splitlines()

    strange = [line for line in lines if not PIN.match(line) and not HASH.match(line)]

    assert strange == []
    assert len(pins(lock)) > 20


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_agrees_with_the_project(lock: str) -> None:
    wanted = project_pins(with_dev=lock == "requirements-dev.lock")

    assert wanted.items() <= pins(lock).items()


def test_what_is_tested_is_what_is_run() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


@pytest.mark.parametrize(
    "name", ["uv.lock", "pylock.toml", "package-lock.json", "poetry.lock", "Pipfile.lock"]
)
def test_no_lock_that_would_name_a_registry_is_kept(name: str) -> None:
    assert not (ROOT / name).exists()
