import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import api
from api.rules.condition import How
from api.rules.guidance import published
from api.rules.vocabulary import MEASUREMENTS, SYMPTOMS, UNITS, Level
from api.texts import LANGUAGES, counted, lines, text, wording
from api.texts.sentences import advice_lines, guidance_in_words, level_words

_READERS = {"text", "lines", "counted"}
_HOUSE = Path(api.__file__).parent


def test_a_key_without_wording_is_an_error() -> None:
    with pytest.raises(KeyError, match=r"no\.such\.key"):
        text("no.such.key")
    with pytest.raises(KeyError, match=r"level\.call"):
        lines("level.call")
    with pytest.raises(KeyError, match=r"advice\.loose-stools"):
        text("advice.loose-stools")


def test_a_place_that_nothing_fills_is_an_error() -> None:
    with pytest.raises(KeyError, match="day"):
        text("why.missing")


def test_an_unknown_language_is_answered_in_english() -> None:
    assert text("level.call", "xx") == text("level.call", "en") == "Call your care team"


def test_numbers_are_said_without_a_needless_fraction() -> None:
    assert text("short.at_least", "en", amount=4.0) == "4 or more"


def test_one_and_many_are_worded_apart() -> None:
    assert (counted("span.in_a_row", 1), counted("span.in_a_row", 2)) == ("1 day", "2 days in a row")


def test_every_key_that_the_house_names_has_wording() -> None:
    named = [key for file in _HOUSE.rglob("*.py") for key in _keys_named_in(file)]

    assert "why.missing" in named
    assert [key for key in named if not _is_worded(key)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_vocabulary_has_wording(language: str) -> None:
    for name in SYMPTOMS:
        assert text(f"symptom.{name}.label", language)
        assert text(f"symptom.{name}.question", language)
    for measurement in MEASUREMENTS.values():
        assert all(text(f"measurement.{measurement.id}.{field}", language) for field in measurement.fields)
    for unit in set().union(*UNITS.values()):
        assert all(f"compare.{unit}.{how.value}" in wording("en") for how in How)
    assert len({level_words(level, language) for level in Level}) == len(Level)
    assert all(text(f"weekday.{number}", language) for number in range(1, 8))
    assert all(text(f"month.{number}", language) for number in range(1, 13))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pack_is_worded_whole(language: str) -> None:
    for guidance in published().values():
        words = guidance_in_words(guidance, language)

        assert all(said.strip() for said in _strings(words))
        assert all(advice_lines(key, language) for key in guidance.advice)
        assert all(medicine["watch_for"] for medicine in words["medicines"])
        withdrawn = {medicine["id"] for medicine in words["medicines"] if medicine["withdrawn"]}
        assert withdrawn == {one.id for one in guidance.medicines if one.market_status == "withdrawn"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_keys_and_places_of_english(language: str) -> None:
    assert _places(language) == _places("en")


def _is_worded(key: str) -> bool:
    return key in wording("en") or f"{key}.other" in wording("en")


def _keys_named_in(file: Path) -> Iterator[str]:
    tree = ast.parse(file.read_text("utf-8"))
    imported = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "api.texts"
        for name in node.names
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in imported & _READERS
        ):
            key = node.args[0]
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value


def _places(language: str) -> dict[str, set[str | None]]:
    return {
        key: {place for _, place, _, _ in Formatter().parse(words) if place}
        if isinstance(words, str)
        else set()
        for key, words in wording(language).items()
    }


def _strings(words: object) -> Iterator[str]:
    if isinstance(words, str):
        yield words
    elif isinstance(words, dict):
        for value in words.values():
            yield from _strings(value)
    elif isinstance(words, list):
        for value in words:
            yield from _strings(value)
