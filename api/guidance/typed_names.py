"""Which medicine of the catalogue somebody means who typed its name."""

import re
import unicodedata

from api.rules.guidance import published

# Digits apart from letters: "Votrient400mg" is three words. Accents and unseen marks are no part of one.
_WORD = re.compile(r"[^\W\d_]+|\d+")
_NOT_READ = {"Mn", "Cf"}


def catalogue_id_in(typed: str) -> str | None:
    """The medicine whose name, or a brand of it, stands in `typed` as whole words.

    None when there is none, and when there are two different ones: nobody guesses which is taken.
    """
    words = _words(typed)
    named = {
        medicine.id
        for pack in published().values()
        for medicine in pack.medicines
        if any(_stands_in(words, _words(name)) for name in (medicine.name, *medicine.brands))
    }
    return named.pop() if len(named) == 1 else None


def _words(typed: str) -> list[str]:
    letters = unicodedata.normalize("NFD", typed.casefold())
    return _WORD.findall("".join(one for one in letters if unicodedata.category(one) not in _NOT_READ))


def _stands_in(words: list[str], name: list[str]) -> bool:
    return any(words[start : start + len(name)] == name for start in range(len(words)))
