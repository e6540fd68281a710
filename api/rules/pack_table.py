"""One table of a pack, read strictly: every refusal names the table and the line it stands on."""

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NoReturn, TypeGuard, TypeVar

_T = TypeVar("_T")
_HEADER = re.compile(r"^\s*\[{1,2}\s*([\w\-.]+)\s*\]{1,2}\s*(#.*)?$")
# A text, a comment, the end of a line, what opens, closes or parts, or a plain value.
_PIECE = re.compile(
    r"""\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\])*"|'[^']*'|#[^\n]*|[][{},\n]|[^][{},"'#\s]+""", re.DOTALL
)
_OPENING, _CLOSING, _BEFORE_AN_ITEM = frozenset("[{"), frozenset("]}"), frozenset("[,")


class GuidanceError(ValueError):
    """A pack that must not be used; the message names the rule (or table) and the line."""


class Table:
    """The values of one TOML table, and where in the text it begins and ends."""

    def __init__(
        self, values: Mapping[str, object], name: str, *, text: str, begin: int = 0, under: str | None = None
    ) -> None:
        self.values = values
        self.name = name
        self._text = text
        self._begin = begin
        self._under = under

    def refuse(self, problem: str, *, key: str | None = None, item: int | None = None) -> NoReturn:
        """Raises GuidanceError with the line of `key`, or of the table's head when the key is missing.

        `item` is the number of what is wrong in the list under `key`.
        """
        raise GuidanceError(f"{self.name}, line {self.line_of(self._under or key, item=item)}: {problem}")

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
        """A number over 0, of an inner table."""
        value = self.values.get(key)
        if not _is_number(value):
            self.refuse(f"has no number {key}")
        if not 0 < value <= highest:
            self.refuse(f"{key} is not between 0 and {highest:g}")
        return value

    def flag(self, key: str) -> bool:
        """True or false; false when it is not there."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            self.refuse(f"{key} is neither true nor false", key=key)
        return value

    def bounds(self, key: str) -> tuple[float, float]:
        """Two numbers, the lower one first."""
        value = self.values.get(key)
        if (
            not isinstance(value, list)
            or len(value) != 2
            or not all(map(_is_number, value))
            or value[0] > value[1]
        ):
            self.refuse(f"{key} is not a list of the lowest and the highest number", key=key)
        return value[0], value[1]

    def days(self, key: str, *, lowest: int, missing: int | None = None) -> int:
        """A whole number; `missing` where the key is not there."""
        value = self.values.get(key, missing)
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

    def inner(self, key: str) -> "Table":
        """The table under `key`; its refusals name this table and the line of `key`."""
        value = self.values.get(key)
        if not isinstance(value, dict):
            self.refuse(f"has no {key}", key=key)
        return self._within(value, under=key)

    def inners(self, key: str) -> list["Table"]:
        """The tables in the list under `key` of an inner table; their refusals name its line."""
        values = self.values.get(key)
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            self.refuse(f"{key} is not a list of conditions")
        return [self._within(value, under=self._under) for value in values]

    def _within(self, value: Mapping[str, object], *, under: str | None) -> "Table":
        return Table(value, self.name, text=self._text, begin=self._begin, under=under)

    def tables(self, key: str) -> list["Table"]:
        """The tables of `[[key]]`, each with its own place in the text."""
        values = self.values.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            self.refuse(f"{key} is not a list of tables", key=key)
        # Inline tables have no headers: they stand where this table begins.
        begins = [*self._headers(key), *(self._begin for _ in values)]
        return [
            Table(value, _name(key, value, number=number + 1), text=self._text, begin=begins[number])
            for number, value in enumerate(values)
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

    def line_of(self, key: str | None = None, *, item: int | None = None) -> int:
        """The line of a key, or of an item of the list that stands there; else that of the table's head."""
        lines = self._text.splitlines()
        for number in range(self._begin, len(lines)):
            if number > self._begin and _HEADER.match(lines[number]):
                break
            if key and re.match(rf'^\s*"?{re.escape(key)}"?\s*=', lines[number]):
                return _line_of_item(lines, number, item)
        return self._begin + 1


def _line_of_item(lines: Sequence[str], begin: int, item: int | None) -> int:
    """The line on which an item begins of the list whose key stands on the line `begin`; else the key's."""
    _, _, listed = "\n".join(lines[begin:]).partition("=")
    depth, line, items, is_next = 0, begin + 1, 0, False
    for piece in _PIECE.findall(listed):
        if is_next and not piece.startswith(("#", "\n")):
            items, is_next = items + 1, False
            if items == item:
                return line
        depth += (piece in _OPENING) - (piece in _CLOSING)
        is_next = is_next or (depth == 1 and piece in _BEFORE_AN_ITEM)
        line += piece.count("\n")
    return begin + 1


def _name(key: str, values: Mapping[str, object], *, number: int) -> str:
    named, kind = values.get("id"), {"classes": "class"}.get(key, key.removesuffix("s"))
    return f"{kind} {named}" if isinstance(named, str) else f"{kind} number {number} (without an id)"


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
