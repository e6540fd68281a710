"""How the browser tests come by a Chromium."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import chromium


class Commands:
    """Stands in for `subprocess.run` and keeps what was asked of it."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __call__(self, command: list[str], **_options: object) -> None:
        self.lines.append(" ".join(command))


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium, "on_path", lambda: None)
    monkeypatch.setattr(chromium, "from_playwright", lambda: None)


@pytest.fixture
def installers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the installers that were tried; none of them installs anything."""
    tried: list[str] = []

    def trying(name: str) -> Callable[[], None]:
        return lambda: tried.append(name)

    monkeypatch.setattr(chromium, "install_from_debian", trying("Debian"))
    monkeypatch.setattr(chromium, "install_from_playwright", trying("Playwright"))
    return tried


@pytest.mark.usefixtures("nothing_installed")
def test_when_none_can_be_had_it_fails_and_says_how_to_get_one(installers: list[str]) -> None:
    with pytest.raises(chromium.NoChromium, match="apt-get install chromium"):
        chromium.chromium()

    assert installers == ["Debian", "Playwright"]


@pytest.mark.usefixtures("nothing_installed", "installers")
def test_before_the_tests_it_ends_with_an_error_for_make(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit) as ended:
        chromium.main()

    assert "playwright install" in str(ended.value.code)


def test_one_that_is_on_the_path_is_taken_as_it_is(
    monkeypatch: pytest.MonkeyPatch, installers: list[str], tmp_path: Path
) -> None:
    program = tmp_path / "chromium-browser"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert chromium.chromium() == str(program)
    assert installers == []


@pytest.mark.parametrize(
    ("found", "installed"),
    [
        ("/usr/bin/chromium-headless-shell", ["chromium-headless-shell"]),
        (None, ["chromium-headless-shell", "chromium"]),
    ],
)
def test_as_root_on_debian_the_list_is_refreshed_once_and_a_package_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, found: str | None, installed: list[str]
) -> None:
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 0)
    monkeypatch.setattr(chromium.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(chromium, "on_path", lambda: found)
    monkeypatch.setattr(chromium, "DEBIAN", tmp_path)
    commands = Commands()

    chromium.install_from_debian(commands)

    update, *installs = commands.lines
    assert update.split()[1] == "update"
    assert [line.split()[-1] for line in installs] == installed


@pytest.mark.parametrize(("user", "is_debian"), [(1000, True), (0, False)])
def test_without_root_or_elsewhere_debian_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, user: int, is_debian: bool
) -> None:
    monkeypatch.setattr(chromium.os, "geteuid", lambda: user)
    monkeypatch.setattr(chromium, "DEBIAN", tmp_path if is_debian else tmp_path / "missing")
    commands = Commands()

    chromium.install_from_debian(commands)

    assert commands.lines == []


def test_playwright_is_asked_for_chromium_only() -> None:
    commands = Commands()

    chromium.install_from_playwright(commands)

    assert commands.lines == [f"{sys.executable} -m playwright install chromium"]
