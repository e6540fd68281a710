"""The second pack against the figures that it was written from."""

from datetime import date

import pytest

from api.rules.condition import comparisons
from api.rules.diary import Diary, Taking
from api.rules.evaluate import findings_in
from api.rules.guidance import Rule, published
from api.rules.pack import Mark
from api.rules.rulebook import Adjustment, PackInForce, rulebook
from api.rules.rulebook import numbers_of as adjustable
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
        (
            "watch-blood-pressure",
            "watch",
            {("blood_pressure.systolic", "at_least", 140), ("blood_pressure.diastolic", "at_least", 90)},
        ),
        ("watch-imatinib-weight", "watch", {("weight.value", "at_least", 5)}),
        ("watch-sunitinib-sugar", "watch", {("glucose.value", "below", 70)}),
        ("watch-regorafenib-infection", "watch", {("temperature.value", "at_least", 38.0)}),
        ("watch-tazemetostat-fever", "watch", {("temperature.value", "at_least", 38.0)}),
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
        "watch-sunitinib-sugar",
        "entrectinib-heart-signs",
        "repotrectinib-lung-signs",
    }
    assert {rule.id for rule in PACK.rules if rule.needs_own_tick} == unverified | {"low-temperature"}


def test_each_red_flag_is_an_emergency_of_its_own() -> None:
    for flag in RED_FLAGS:
        rule = RULES[flag.replace("_", "-")]
        assert rule.level is Level.EMERGENCY
        assert numbers_of(rule) == {(f"{flag}.presence", "at_least", 1)}


@pytest.mark.parametrize(
    ("rule", "name", "head"),
    [
        ("fever", "number", {}),
        ("watch-regorafenib-infection", "number", {}),
        ("watch-tazemetostat-fever", "number", {}),
        ("loose-stools-with-danger-signs", "temperature", {"diarrhea": {"count": 4}}),
        (
            "repotrectinib-lung-signs",
            "temperature",
            {"cough": {"severity": 1}, "shortness_of_breath": {"severity": 1}},
        ),
    ],
)
def test_a_clinic_may_make_every_fever_stricter_and_not_weaker(
    rule: str, name: str, head: dict[str, object]
) -> None:
    taking = tuple(Taking(one, one) for one in ("regorafenib", "tazemetostat", "repotrectinib"))

    def is_found(degrees: float, *, by: float) -> bool:
        readings = {**head, "temperature": [{"value": degrees, "unit": "°C"}]}
        own = rulebook([PackInForce(PACK, frozenset({rule}))], [Adjustment(rule, name, by, "clinic")])
        return findings_in(Diary({date(2026, 11, 23): (readings,)}, taking), own) != ()

    (number,) = adjustable(RULES[rule])

    assert (number.name, number.lowest, number.highest) == (name, 37.5, 38.0)
    assert [is_found(degrees, by=37.5) for degrees in (37.4, 37.5, 37.6)] == [False, True, True]
    assert [is_found(degrees, by=38.0) for degrees in (37.9, 38.0, 38.1)] == [False, True, True]


OF_SEVERAL = {"watch-blood-pressure": ["pazopanib", "regorafenib", "sunitinib"]}


@pytest.mark.parametrize(
    "rule", [rule for rule in PACK.rules if rule.level is Level.WATCH and rule.while_taking]
)
def test_what_is_watched_is_watched_for_the_medicine_that_the_rule_is_named_after(rule: Rule) -> None:
    assert rule.while_taking is not None
    named = OF_SEVERAL.get(rule.id, [rule.id.split("-")[1]])

    assert sorted(rule.while_taking.medicines) == named


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
