"""What the rest of the house asks of the wording: levels, advice, rules and findings in words."""

from api.rules.vocabulary import Level
from api.texts import lines, text
from api.texts.changes import ChangeInWords, change_words, pack_change_words
from api.texts.conditions import (
    adjusted_sentence,
    asked_sentence,
    condition_sentence,
    condition_words,
    has_own_title,
    rule_sentence,
    rule_title,
    value_words,
    while_taking_sentences,
)
from api.texts.dates import day_words
from api.texts.in_words import GuidanceInWords, MedicineInWords, guidance_in_words, medicine_in_words
from api.texts.reasons import Explanation, explain

__all__ = [
    "ChangeInWords",
    "Explanation",
    "GuidanceInWords",
    "MedicineInWords",
    "adjusted_sentence",
    "advice_lines",
    "asked_sentence",
    "change_words",
    "condition_sentence",
    "condition_words",
    "day_words",
    "explain",
    "guidance_in_words",
    "has_own_title",
    "level_words",
    "medicine_in_words",
    "pack_change_words",
    "rule_sentence",
    "rule_title",
    "value_words",
    "while_taking_sentences",
]


def level_words(level: Level | str, language: str) -> str:
    """What a level asks the patient to do."""
    return text(f"level.{Level(level).value}", language)


def advice_lines(key: str, language: str) -> list[str]:
    """What to do meanwhile, one line each."""
    return lines(f"advice.{key}", language)
