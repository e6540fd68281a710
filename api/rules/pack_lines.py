"""Where things stand in the text of a pack, for whoever has to mend it there."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from api.rules.pack_table import Table


@dataclass(frozen=True, order=True)
class Problem:
    line: int
    where: str
    what: str


@dataclass(frozen=True)
class RuleLines:
    """The line on which a rule begins, and that of each of its examples, in their order."""

    head: int
    examples: tuple[int, ...]


def word_line(text: str, key: str, word: str) -> int:
    """The line on which a word stands in one of the lists with which a pack begins."""
    lines = text.splitlines()
    begin = next((number for number, line in enumerate(lines) if re.match(rf"\s*{key}\s*=", line)), 0)
    quoted = rf"""["']{re.escape(word)}["']"""
    return next((n for n, line in enumerate(lines[begin:], begin + 1) if re.search(quoted, line)), 1)


def lines_of_rules(text: str) -> dict[str, RuleLines]:
    """By rule of a pack that loads."""
    return {str(table.values["id"]): _lines_of(table) for table in _pack(text).tables("rules")}


def source_lines(text: str) -> dict[str, int]:
    """The line on which each source of a pack that loads begins, by key."""
    return {key: table.line_of() for key, table in _pack(text).tables_by_key("sources").items()}


def key_line(text: str, key: str) -> int:
    """The line of a key with which a pack begins."""
    return _pack(text).line_of(key)


def listed_again(text: str, *keys: str) -> Iterator[tuple[str, str]]:
    """Each word that stands a second time in these lists of a pack, with the list in which it does."""
    pack = _pack(text)
    seen: set[str] = set()
    for key in keys:
        for word in pack.words(key):
            if word in seen:
                yield key, word
            seen.add(word)


def _pack(text: str) -> Table:
    return Table(tomllib.loads(text), "The pack", text=text)


def _lines_of(rule: Table) -> RuleLines:
    examples = rule.values["examples"]
    assert isinstance(examples, list)
    lines = (rule.line_of("examples", item=number) for number, _ in enumerate(examples, 1))
    return RuleLines(rule.line_of(), tuple(lines))
