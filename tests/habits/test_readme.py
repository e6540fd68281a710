"""What the README says of the project is true."""

import re
from pathlib import Path

from api.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BUILT = {"__pycache__"}


def section(heading: str) -> str:
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
    assert found is not None, f"README.md has no section {heading}"
    return found[1]


def mapped_paths() -> list[str]:
    """The paths in the map of folders: names before two spaces, nested by two spaces of indentation."""
    block = re.search(r"```\n(.*?)```", section("The map"), re.DOTALL)
    assert block is not None
    paths: list[str] = []
    above: list[str] = []
    for line in block[1].splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        names = re.split(r" {2,}", line.strip())[0].split()
        paths += ["".join([*above[:depth], name]) for name in names]
        above = [*above[:depth], names[-1]]
    return paths


def test_every_setting_stands_in_the_readme_with_its_default() -> None:
    table = section("Settings")
    for name, field in Settings.model_fields.items():
        assert f"| `DIARY_{name.upper()}` | `{field.default}` |" in table


def test_the_readme_knows_no_setting_that_is_gone() -> None:
    named = set(re.findall(r"`DIARY_(\w+)`", section("Settings")))

    assert named == {name.upper() for name in Settings.model_fields}


def test_the_map_names_only_what_exists() -> None:
    missing = [path for path in mapped_paths() if not (ROOT / path).exists()]

    assert missing == []
    assert len(mapped_paths()) > 20


def test_the_map_names_every_part_of_the_api() -> None:
    api = ROOT / "api"
    folders = {f"api/{part.name}/" for part in api.iterdir() if part.is_dir() and part.name not in BUILT}

    assert folders - set(mapped_paths()) == set()


def test_links_and_pictures_lead_to_files_that_exist() -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)|\ssrc=\"([^\"]+)\"", README)

    assert len(targets) > 2
    assert [link or picture for link, picture in targets if not (ROOT / (link or picture)).exists()] == []


def test_the_two_commands_are_what_make_knows() -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)

    assert set(re.findall(r"`make ([a-z]+)", README)) <= set(targets)
    assert {"run", "test", "check", "lock"} <= set(targets)
