"""The mutants that no test can tell from the rules as they are, each with the reason."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FILE = Path("tests/rules/equivalent-mutants.toml")
RULES = Path("api/rules")


@dataclass(frozen=True)
class Change:
    """What a mutant changes, by its lines, so that it is found again wherever the function moves to.

    `function` is module.function or module.Class.function; the lines are without their indentation.
    """

    function: str
    was: tuple[str, ...]
    became: tuple[str, ...]


@dataclass(frozen=True)
class Equivalent:
    change: Change
    reason: str


def listed(text: str) -> list[Equivalent]:
    """The file's entries. Raises: KeyError or AttributeError for one that lacks anything."""
    return [
        Equivalent(Change(one["function"], _lines(one["was"]), _lines(one["became"])), one["reason"].strip())
        for one in tomllib.loads(text).get("mutants", [])
    ]


def as_entry(change: Change) -> str:
    """How a mutant would stand in the file, with its reason still to be written."""
    was, became = ("\n".join(lines) for lines in (change.was, change.became))
    lines = f"was = '''\n{was}'''\nbecame = '''\n{became}'''\n"
    return f'[[mutants]]\nfunction = "{change.function}"\n{lines}reason = ""\n'


def functions_of_the_rules(folder: Path = RULES) -> dict[str, set[str]]:
    """The lines of every function, without their indentation."""
    return {
        f"{file.stem}.{name}": {line.strip() for line in source.splitlines()}
        for file in sorted(folder.glob("*.py"))
        for name, source in _functions(file.read_text("utf-8"))
    }


def _functions(text: str) -> Iterator[tuple[str, str]]:
    for node in ast.parse(text).body:
        inner = node.body if isinstance(node, ast.ClassDef) else [node]
        for one in inner:
            if isinstance(one, ast.FunctionDef):
                name = one.name if one is node else f"{node.name}.{one.name}"  # type: ignore[attr-defined]
                yield name, ast.get_source_segment(text, one) or ""


def _lines(written: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in written.strip().splitlines())
