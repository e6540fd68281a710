"""The second pack against the figures that it was written from."""

import pytest

from api.rules.condition import comparisons
from api.rules.guidance import Rule, published
from api.rules.pack import Mark
from api.rules.vocabulary import RED_FLAGS, Level
from api.texts import wording

PACK = published()["published-criteria"]
RULES = {rule.id: rule for rule in PACK.rules}


def numbers_of(rule: Rule) -> set[tuple[str, str, float]]:
    return {(node.reading, node.how.value, node.number) for node in comparisons(rule.condition)}


@pytest.mark.parametrize(
    ("rule", "level", "numbers"),
    [
        ("severe-symptom", "call", {("*.severity", "at_least", 3)}),
        ("worsening-symptom", "call", {("*.severity", "at_least", 2)}),
        ("fever", "urgent", {("temperature.value", "at_least", 38.0)}),
        ("low-temperature", "urgent", {("temperature.value", "below", 36.0)}),
        ("vomiting", "call", {("vomiting.count", "at_least", 3)}),
        ("vomiting-often", "urgent", {("vomiting.count", "at_least", 6)}),
        ("many-loose-stools", "urgent", {("diarrhea.count", "at_least", 7)}),
        ("loose-stools-over-usual", "call", {("diarrhea.count", "at_least", 4)}),
        (
            "high-blood-pressure",
            "call",
            {("blood_pressure.systolic", "at_least", 160), ("blood_pressure.diastolic", "at_least", 100)},
        ),
        (
            "very-high-blood-pressure",
            "urgent",
            {("blood_pressure.systolic", "at_least", 180), ("blood_pressure.diastolic", "at_least", 110)},
        ),
        ("low-blood-sugar", "call", {("glucose.value", "below", 70)}),
        ("very-low-blood-sugar", "urgent", {("glucose.value", "below", 54)}),
        ("high-blood-sugar", "call", {("glucose.value", "at_least", 250)}),
        ("very-high-blood-sugar", "urgent", {("glucose.value", "above", 500)}),
        ("weight-gain", "call", {("weight.value", "at_least", 5)}),
        ("much-weight-loss", "urgent", {("weight.value", "at_least", 10)}),
    ],
)
def test_a_rule_holds_the_published_numbers(
    rule: str, level: str, numbers: set[tuple[str, str, float]]
) -> None:
    assert (RULES[rule].level, numbers_of(RULES[rule])) == (level, numbers)


def test_what_was_not_verified_is_marked_and_needs_a_tick() -> None:
    unverified = {rule.id for rule in PACK.rules if rule.mark is Mark.UNVERIFIED}

    assert unverified == {
        "worsening-symptom",
        "low-blood-sugar",
        "very-low-blood-sugar",
        "high-blood-sugar",
        "very-high-blood-sugar",
        "crisis",
        "entrectinib-heart-signs",
        "repotrectinib-lung-signs",
    }
    assert {rule.id for rule in PACK.rules if rule.needs_own_tick} == unverified | {"low-temperature"}


def test_each_red_flag_is_an_emergency_of_its_own() -> None:
    for flag in RED_FLAGS:
        rule = RULES[flag.replace("_", "-")]
        assert rule.level is Level.EMERGENCY
        assert numbers_of(rule) == {(f"{flag}.presence", "at_least", 1)}


def test_a_clinic_may_make_fever_stricter_and_not_weaker() -> None:
    (node,) = comparisons(RULES["fever"].condition)

    assert (node.lowest, node.highest) == (37.5, 38.0)


def test_liver_signs_count_for_the_six_medicines_whose_labels_warn() -> None:
    taking = RULES["liver-signs"].while_taking

    assert taking is not None
    assert set(taking.medicines) == {
        "pazopanib",
        "sunitinib",
        "regorafenib",
        "imatinib",
        "larotrectinib",
        "entrectinib",
    }


def test_every_medicine_of_the_document_has_something_to_watch() -> None:
    document = next(iter(published().values()))
    watched = {
        medicine
        for rule in PACK.rules
        if rule.level is Level.WATCH and rule.while_taking
        for medicine in rule.while_taking.medicines
    }

    assert watched == {medicine.id for medicine in document.medicines}


def test_every_rule_has_a_title_and_every_example_a_reason() -> None:
    assert [rule.id for rule in PACK.rules if f"title.rule.{rule.id}" not in wording("en")] == []
    assert [rule.id for rule in PACK.rules for one in rule.examples if not one.because] == []
