"""One table of a pack, read strictly: every refusal names the table and the line it stands on."""

import math
import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NoReturn, TypeVar

_T = TypeVar("_T")
_HEADER = re.compile(r"^\s*\[{1,2}\s*([\w\-.]+)\s*\]{1,2}\s*(#.*)?$")


class GuidanceError(ValueError):
    """A pack that must not be used; the message names the rule (or table) and the line."""


class Table:
    """The values of one TOML table, and where in the text it begins and ends."""

    def __init__(self, values: Mapping[str, object], name: str, *, text: str, begin: int = 0) -> None:
        self.values = values
        self.name = name
        self._text = text
        self._begin = begin

    def refuse(self, problem: str, *, key: str | None = None) -> NoReturn:
        """Raises GuidanceError with the line of `key`, or of the table's head when the key is missing."""
        raise GuidanceError(f"{self.name}, line {self._line_of(key)}: {problem}")

    def refuse_others(self, known: Iterable[str]) -> None:
        """Raises GuidanceError for a key that nobody reads: a slip of the pen must not switch a rule off."""
        for key in self.values.keys() - set(known):
            self.refuse(f"does not know {key}", key=key)

    def word(self, key: str) -> str:
        value = self.values.get(key)
        if not isinstance(value, str) or not value.strip():
            self.refuse(f"has no {key}", key=key)
        return value

    def choice(self, key: str, among: Mapping[str, _T]) -> _T:
        """What stands in `among` under the word that `key` gives."""
        word = self.word(key)
        if word not in among:
            self.refuse(f"{key} {word!r} is not known", key=key)
        return among[word]

    def words(self, key: str, *, among: Collection[str] | None = None) -> tuple[str, ...]:
        values = self.values.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
            self.refuse(f"{key} is not a list of words", key=key)
        for value in values:
            if among is not None and value not in among:
                self.refuse(f"{key} {value!r} is not known", key=key)
        return tuple(values)

    def number(self, key: str, *, highest: float) -> float:
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.refuse(f"has no number {key}", key=key)
        if not 0 < value <= highest:
            self.refuse(f"{key} is not between 0 and {highest:g}", key=key)
        return value

    def days(self, key: str, *, lowest: int) -> int:
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, int):
            self.refuse(f"has no whole number of days {key}", key=key)
        if value < lowest:
            self.refuse(f"{key} is less than {lowest}", key=key)
        return value

    def day(self, key: str) -> date:
        value = self.values.get(key)
        if type(value) is not date:
            self.refuse(f"has no date {key}", key=key)
        return value

    def tables(self, key: str) -> list["Table"]:
        """The tables of `[[key]]`, each with its own place in the text."""
        values = self.values.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            self.refuse(f"{key} is not a list of tables", key=key)
        begins = self._headers(key)
        begins += [self._begin] * (len(values) - len(begins))
        return [
            Table(value, _name(key, value, number=number), text=self._text, begin=begin)
            for number, (value, begin) in enumerate(zip(values, begins, strict=False), start=1)
        ]

    def tables_by_key(self, key: str) -> dict[str, "Table"]:
        """The tables of `[key.name]`, by name."""
        values = self.values.get(key, {})
        if not isinstance(values, dict) or not all(isinstance(value, dict) for value in values.values()):
            self.refuse(f"{key} is not a table of tables", key=key)
        return {
            name: Table(value, f"{key} {name}", text=self._text, begin=self._header(f"{key}.{name}"))
            for name, value in values.items()
        }

    def _header(self, key: str) -> int:
        return next(iter(self._headers(key)), self._begin)

    def _headers(self, key: str) -> list[int]:
        lines = enumerate(self._text.splitlines())
        return [number for number, line in lines if (found := _HEADER.match(line)) and found[1] == key]

    def _line_of(self, key: str | None) -> int:
        lines = self._text.splitlines()
        for number in range(self._begin, len(lines)):
            if number > self._begin and _HEADER.match(lines[number]):
                break
            if key and re.match(rf'^\s*"?{re.escape(key)}"?\s*=', lines[number]):
                return number + 1
        return self._begin + 1


def _name(key: str, values: Mapping[str, object], *, number: int) -> str:
    named, kind = values.get("id"), {"classes": "class"}.get(key, key.removesuffix("s"))
    return f"{kind} {named}" if isinstance(named, str) else f"{kind} number {number} (without an id)"
