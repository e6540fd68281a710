"""The files that set the diary up elsewhere, read as their programs read them."""

import configparser
import re
import shlex
from collections import defaultdict
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Any

import yaml

from tests.support.databases import ROOT

ENV = {"POSTGRES_PASSWORD": "7f0a", "BASE_URL": "https://diary.example.org"}
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


@dataclass(frozen=True)
class Instruction:
    name: str
    rest: str

    @property
    def words(self) -> list[str]:
        """The words of a list in brackets or of a line."""
        return yaml.safe_load(self.rest) if self.rest.startswith("[") else shlex.split(self.rest)


def dockerfile() -> list[Instruction]:
    text = (ROOT / "Dockerfile").read_text()
    whole = re.sub(r"\\\n", " ", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE))
    return [Instruction(*line.split(maxsplit=1)) for line in whole.splitlines() if line.strip()]


def copied() -> list[str]:
    """What of this folder goes into the image."""
    return [source for one in dockerfile() if one.name == "COPY" for source in one.words[:-1]]


def is_ignored(path: str) -> bool:
    """Whether .dockerignore keeps this path from the engine: the last line that matches says."""
    ignored = False
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        pattern = line.removeprefix("!")
        if line and not line.startswith("#") and _matches(path, pattern):
            ignored = not line.startswith("!")
    return ignored


def _matches(path: str, pattern: str) -> bool:
    parts = path.split("/")
    heads = ["/".join(parts[: number + 1]) for number in range(len(parts))]
    if pattern.startswith("**/"):
        return any(fnmatch(part, pattern.removeprefix("**/")) for part in parts)
    return any("/" not in head and fnmatch(head, pattern) for head in heads)


def compose() -> Any:
    """compose.yaml with the values of an .env file put in."""
    return yaml.safe_load(VARIABLE.sub(_value, (ROOT / "compose.yaml").read_text()))


def _value(found: re.Match[str]) -> str:
    name, sign, default = found.groups()
    if name in ENV:
        return ENV[name]
    assert sign == "-", f"{name} has no value in .env, and no default"
    return default


def environment_of(service: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in service.get("environment", {}).items()}


def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def unit(file: str) -> dict[str, dict[str, list[str]]]:
    """A systemd unit of the README, which stands below its place: section, name, values."""
    place = re.escape(f"`/etc/systemd/system/{file}`")
    found = re.search(rf"{place}[^`]*(?:`[^`]+`[^`]*)*?```ini\n(\[Unit\].*?)```", readme(), re.DOTALL)
    assert found is not None, f"README.md has no systemd unit {file}"
    parser = configparser.ConfigParser(interpolation=None, strict=True, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(found[1])
    sections: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for name in parser.sections():
        sections[name] = {key: value.split() for key, value in parser[name].items()}
    return sections
