"""Wording by key, one folder a language: whatever the server says to a person stands there."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

DEFAULT_LANGUAGE = "en"

Wording = Mapping[str, str | tuple[str, ...]]


def text(key: str, language: str = DEFAULT_LANGUAGE, **numbers: object) -> str:
    """The wording of `key`, its places filled in; English where the language lacks it.

    Raises: KeyError for a key that has no wording, or a place that nothing fills.
    """
    words = _words(key, language)
    if not isinstance(words, str):
        raise KeyError(key)
    plain = {name: f"{value:g}" if isinstance(value, float) else value for name, value in numbers.items()}
    return words.format_map(plain)


def lines(key: str, language: str = DEFAULT_LANGUAGE) -> list[str]:
    """The wording of a key that holds several lines.

    Raises: KeyError for a key that has none.
    """
    words = _words(key, language)
    if isinstance(words, str):
        raise KeyError(key)
    return list(words)


def counted(key: str, number: int, language: str = DEFAULT_LANGUAGE, **more: object) -> str:
    """The wording of `key` for this number: its `one`, or its `other` with the place {number} filled."""
    return text(f"{key}.{'one' if number == 1 else 'other'}", language, number=number, **more)


@cache
def wording(language: str) -> Wording:
    """Every key of one language with its words, from all the files of its folder.

    Raises: ValueError when two files give the same key.
    """
    words: dict[str, str | tuple[str, ...]] = {}
    for file in (resources.files("api.texts") / language).iterdir():
        if file.name.endswith(".toml"):
            found = dict(_flat(tomllib.loads(file.read_text("utf-8"))))
            if twice := words.keys() & found.keys():
                raise ValueError(f"{language}/{file.name} words again: {', '.join(sorted(twice))}")
            words |= found
    return MappingProxyType(words)


def _words(key: str, language: str) -> str | tuple[str, ...]:
    own = wording(language) if language in LANGUAGES else {}
    return own[key] if key in own else wording(DEFAULT_LANGUAGE)[key]


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", tuple(value) if isinstance(value, list) else str(value)


def _languages() -> tuple[str, ...]:
    folders = (folder for folder in resources.files("api.texts").iterdir() if folder.is_dir())
    names = (
        folder.name for folder in folders if any(file.name.endswith(".toml") for file in folder.iterdir())
    )
    return tuple(sorted(names, key=lambda name: (name != DEFAULT_LANGUAGE, name)))


LANGUAGES = _languages()
