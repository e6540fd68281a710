"""Sentences and reasons of every kind of rule, made from its own numbers."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from api.rules.condition import (
    Against,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Silent,
    Together,
    WhileTaking,
)
from api.rules.evaluate import evaluate
from api.rules.examples import diary_of
from api.rules.guidance import Guidance, Rule, published
from api.rules.rulebook import Adjustment, PackInForce, rulebook, whole
from api.texts import LANGUAGES
from api.texts.sentences import explain, guidance_in_words, rule_sentence
from tests.rules.histories import TODAY
from tests.rules.small_packs import a_pack

FEVER = '{ reading = "temperature.value", at_least = 38.0, unit = "°C", adjust = [37.5, 38.0] }'


STOOLS = '{ reading = "diarrhea.count", at_least = 4, unit = "loose_stools_per_day" }'


def over_usual(number: int) -> str:
    return (
        f'{{ reading = "diarrhea.count", at_least = {number}, unit = "loose_stools_per_day",'
        ' against = "usual_stools" }'
    )


def said_of(guidance: Guidance) -> str:
    return rule_sentence(guidance.rules[0], "en")


def why(when: str, days: str, adjustments: tuple[Adjustment, ...] = (), **lines: object) -> str:
    guidance = a_pack(when, f'days = {days}, finding = "none"', **lines)
    diary = diary_of(guidance.rules[0].examples[0], today=TODAY)
    book = rulebook([PackInForce(guidance)], adjustments)
    return explain(evaluate(diary, book, TODAY).findings[-1], "en", TODAY).why


@pytest.mark.parametrize(
    ("when", "sentence"),
    [
        (FEVER, "Temperature: 38 °C or more."),
        (
            '{ reading = "temperature.value", below = 36.0, unit = "°C" }',
            "Temperature: less than 36 °C.",
        ),
        (
            '{ reading = "blood_pressure.systolic", above = 180, unit = "mmHg" }',
            "Blood pressure (Upper number): more than 180 mmHg.",
        ),
        (
            over_usual(7),
            "Loose stools: 7 or more over the usual number.",
        ),
        (
            '{ reading = "weight.value", at_least = 5, unit = "percent", against = "weight_loss" }',
            "Weight: 5 % or more under the usual weight.",
        ),
        (
            '{ reading = "*.severity", at_least = 3, unit = "points" }',
            "Any symptom, how bad: 3 (severe) or more, from 0 to 4.",
        ),
        ('{ yes = "chest_pain" }', "Chest pain: yes."),
        (
            '{ all = [{ yes = "rash" }, { any = [{ yes = "fainting" }, { yes = "bruising" }] }] }',
            "Rash: yes, together with any of these (Fainting: yes; Bruises: yes).",
        ),
        (
            '{ all = [{ has = "ostomy" }, { yes = "rash" }] }',
            "A stoma (ostomy), together with Rash: yes.",
        ),
    ],
)
def test_every_kind_of_condition_is_a_sentence(when: str, sentence: str) -> None:
    assert said_of(a_pack(when, 'days = ["-"], finding = "none"')) == sentence


def test_a_rule_about_silence_and_one_about_symptoms_together_are_sentences() -> None:
    nothing = 'days = ["-"], finding = "none"'

    silent = a_pack("{ silent_days = 3 }", nothing, level='"watch"')
    together = a_pack('{ together = "call", symptoms = 2 }', nothing, level='"urgent"')

    assert said_of(silent) == "Nothing written for 3 whole days in a row."
    assert said_of(together) == "2 or more different symptoms that each say “Call your care team”."


def test_a_rule_for_a_medicine_names_it_and_how_long_it_goes_on() -> None:
    taking = '{ medicines = ["pazopanib"], classes = ["ntrk_inhibitor"], days_after = 14 }'

    said = said_of(a_pack('{ yes = "rash" }', 'days = ["-"], finding = "none"', while_taking=taking))

    assert said.endswith(
        "It counts while taking pazopanib or NTRK inhibitor. It still counts for 14 days after stopping."
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "rule", [rule for one in published().values() for rule in one.rules], ids=lambda rule: rule.id
)
def test_each_number_of_a_rule_changes_its_sentence(rule: Rule, language: str) -> None:
    changes = list(numbers_changed(rule))

    for change in changes:
        said = {rule_sentence(change(added), language) for added in range(4)}
        assert len(said) == 4, said


def test_a_reason_names_what_was_typed_and_what_is_usual() -> None:
    celsius = why(FEVER, '[{ "temperature.value" = "100.6 °F" }]')
    usual = why(
        over_usual(4),
        "[7], usual_stools = 2",
    )

    assert celsius == "100.6 °F on Monday: 38 °C or more"
    assert usual == "7 (usual: 2) on Monday: 4 or more over the usual number"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ('"210 lb"', "210 lb (usual: 200 lb)"),
        ("95.5", "95.5 kg (usual: 90.72 kg)"),
        ('["210 lb", "96 kg"]', "95.25 kg or 96 kg (typed: 210 lb) (usual: 90.72 kg)"),
    ],
)
def test_what_is_usual_is_said_in_the_unit_of_what_is_said_beside_it(typed: str, said: str) -> None:
    gain = '{ reading = "weight.value", at_least = 5, unit = "percent", against = "weight_gain" }'

    assert why(gain, f'[{typed}], usual_weight = "200 lb"').startswith(f"{said} on Monday: 5 % or more")


def test_a_reason_of_several_readings_names_each() -> None:
    said = why(
        f'{{ all = [{STOOLS}, {{ yes = "fainting" }}] }}',
        '[{ "diarrhea.count" = 5, "fainting" = true }]',
    )
    any_symptom = why(
        '{ reading = "*.severity", at_least = 3, unit = "points" }', '[{ "nausea.severity" = 3 }]'
    )

    assert said.startswith("Loose stools: 5 and Fainting: yes on Monday: ")
    assert any_symptom == "Nausea, how bad: 3 on Monday: 3 (severe) or more"


def test_a_yes_is_reason_enough() -> None:
    assert why('{ yes = "chest_pain" }', "[true]") == "Chest pain: yes on Monday"
    assert why('{ yes = "chest_pain" }', "[[true, false]]") == "Chest pain: no or yes on Monday"


def test_a_reason_and_a_rule_say_whose_number_was_used() -> None:
    clinics = (Adjustment("the-rule", "number", 37.5, "clinic"),)
    guidance = a_pack(FEVER, 'days = ["-"], finding = "none"')
    book = rulebook([PackInForce(guidance)], clinics)

    (rule,) = guidance_in_words(guidance, "en", book)["rules"]

    used = "your clinic's number is 37.5 °C; published: 38 °C"
    assert why(FEVER, "[37.6]", clinics) == f"37.6 °C on Monday: 37.5 °C or more ({used})"
    assert rule["sentence"] == f"Temperature: 37.5 °C or more. {used.capitalize().replace('°c', '°C')}."
    assert rule["adjusted"] == [{"name": "number", "number": 37.5, "pack_number": 38.0, "by": "clinic"}]


def test_a_pack_in_words_shows_only_its_own_rules_of_a_rulebook() -> None:
    guidance = a_pack(FEVER, 'days = ["-"], finding = "none"')
    document = next(iter(published().values()))

    assert guidance_in_words(guidance, "en", whole(document))["rules"] == []
    assert [rule["title"] for rule in guidance_in_words(document, "en")["rules"]] == ["Many loose stools"]


def numbers_changed(rule: Rule) -> Iterator[Callable[[int], Rule]]:
    """For each number of a rule, the rule with that number raised by so much."""
    run, taking = rule.run, rule.while_taking
    if not isinstance(rule.condition, Silent):
        yield lambda by: replace(rule, run=replace(run, days_in_a_row=run.days_in_a_row + by))
        yield lambda by: replace(rule, run=replace(run, bridged_days=run.bridged_days + by))
        yield lambda by: replace(rule, run=replace(run, document_days=(run.document_days or 3) + by))
    if taking is not None:
        yield lambda by: replace(rule, while_taking=_longer(taking, by))
    for number in range(sum(1 for _ in conditions_with(rule.condition, 0))):
        yield lambda by, number=number: replace(  # type: ignore[misc]
            rule, condition=list(conditions_with(rule.condition, by))[number]
        )


def _longer(taking: WhileTaking, by: int) -> WhileTaking:
    return replace(taking, days_after=taking.days_after + by)


def conditions_with(condition: Condition, by: int) -> Iterator[Condition]:
    """The condition once for each of its numbers, that number raised by `by`."""
    if isinstance(condition, Compare) and condition.unit != "yes_or_no":
        yield replace(condition, number=condition.number + by)
        if condition.against is Against.LAST_DAYS:
            yield replace(condition, last_days=condition.last_days + by)
            yield replace(condition, known_days=condition.known_days + by)
    elif isinstance(condition, Silent):
        yield Silent(condition.days + by)
    elif isinstance(condition, Together):
        yield replace(condition, symptoms=condition.symptoms + by)
    elif isinstance(condition, AllOf | AnyOf):
        for at, part in enumerate(condition.of):
            for changed in conditions_with(part, by):
                yield type(condition)((*condition.of[:at], changed, *condition.of[at + 1 :]))
