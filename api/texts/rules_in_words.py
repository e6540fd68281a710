"""The rules of a pack in one language, with the numbers that are in force for a clinic or a patient."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from typing_extensions import TypedDict

from api.rules.condition import condition_to_json
from api.rules.pack import Source
from api.rules.rulebook import RuleInForce
from api.texts import lines, text
from api.texts.conditions import rule_sentence, rule_title


class SourceInWords(TypedDict):
    title: str
    publisher: str
    section: str
    reviewed: date | None


class AdjustedInWords(TypedDict):
    """A number in use that is not the pack's own; `by` is clinic or patient.

    With `pack_number` for it in `condition` a day counts for the document's limit, `run.document_days`.
    """

    name: str
    number: float
    pack_number: float
    by: str


class RuleInWords(TypedDict):
    id: str
    pack: str
    guidance_hash: str
    title: str
    level: str
    level_words: str
    sentence: str
    mark: str
    optional: bool
    basis: str
    condition: dict[str, object]
    run: dict[str, object]
    while_taking: dict[str, object] | None
    advice: list[str]
    source: SourceInWords
    in_force_since: date
    since: date | None
    adjusted: list[AdjustedInWords]


def rules_in_words(rules: Sequence[RuleInForce], language: str) -> list[RuleInWords]:
    """The rules as they are in force: `since` which day, and with which numbers instead of the pack's."""
    return [_rule(one, language) for one in rules]


def _rule(in_force: RuleInForce, language: str) -> RuleInWords:
    rule = in_force.rule
    return {
        "id": rule.id,
        "pack": in_force.pack,
        "guidance_hash": in_force.guidance_hash,
        "title": rule_title(rule.id, rule.condition, language),
        "level": rule.level.value,
        "level_words": text(f"level.{rule.level.value}", language),
        "sentence": rule_sentence(rule, language, in_force.adjusted),
        "mark": rule.mark.value,
        "optional": rule.optional,
        "basis": rule.basis,
        "condition": condition_to_json(rule.condition),
        "run": asdict(rule.run),
        "while_taking": asdict(rule.while_taking) if rule.while_taking else None,
        "advice": lines(f"advice.{rule.advice}", language),
        "source": _source(rule.source),
        "in_force_since": rule.in_force_since,
        "since": in_force.since,
        "adjusted": [
            {"name": one.name, "number": one.number, "pack_number": one.pack_number, "by": one.by}
            for one in in_force.adjusted
        ],
    }


def _source(source: Source) -> SourceInWords:
    return {
        "title": source.title,
        "publisher": source.publisher,
        "section": source.section,
        "reviewed": source.reviewed,
    }
