"""A second opinion on the loose-stools rule, by pattern over letters; it imports nothing of the house.

A history is a string, one letter a day, today last: "." nothing in the book, "?" the book is silent,
else the number of stools. B is a better day, W a worse one, U one that nobody knows about.
"""

import re
from typing import NamedTuple

_LETTERS = str.maketrans({".": "U", "?": "U", "0": "B", "3": "B", "4": "W", "9": "W"})
_BAD_SPELL = re.compile(r"W(?:U?W)*")


class Spell(NamedTuple):
    bad: tuple[int, ...]
    blank: tuple[int, ...]
    beyond_the_leaflet: bool


class Opinion(NamedTuple):
    spells: list[Spell]
    says: str
    so_far: int
    open_questions: tuple[int, ...]


def opinion_on(history: str) -> Opinion:
    letters = history.translate(_LETTERS)
    spells = [_spell(match) for match in _BAD_SPELL.finditer(letters) if match.group().count("W") > 1]
    so_far = _bad_days_still_counting(letters)
    if spells:
        return Opinion(spells, "met", so_far, ())
    # Before the book begins nobody knows anything either.
    with_past = "UUU" + letters
    if re.search(r"W{2}$", with_past.replace("U", "W")) is None:
        return Opinion([], "not_met", so_far, ())
    window = re.search(r"[UW]{1,3}$", with_past)
    assert window is not None
    blank = tuple(window.start() + at - 3 for at, letter in enumerate(window.group()) if letter == "U")
    return Opinion([], "unknown", so_far, blank)


def _spell(match: re.Match[str]) -> Spell:
    at = {letter: tuple(i for i in range(*match.span()) if match.string[i] == letter) for letter in "WU"}
    return Spell(at["W"], at["U"], beyond_the_leaflet=len(at["W"]) > 2)


def _bad_days_still_counting(letters: str) -> int:
    """Add a worse day at the next free place: the spell that it ends, without itself."""
    one_more = letters[:-1] + "W" if letters.endswith("U") else letters + "W"
    spell = re.search(r"W(?:U?W)*$", one_more)
    assert spell is not None
    return spell.group().count("W") - 1
