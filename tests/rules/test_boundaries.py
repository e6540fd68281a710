"""A number that does not stand in the examples of its rule just below, at and just above is named."""

import pytest

from api.rules.boundaries import lacking
from tests.rules.small_packs import a_pack

STOOLS = '{ reading = "diarrhea.count", at_least = 4, unit = "loose_stools_per_day" }'
OVER = STOOLS.replace(" }", ', against = "usual_stools" }')
NONE = 'finding = "none"'


def lacking_of(when: str, *days: str, **lines: object) -> tuple[str, ...]:
    guidance = a_pack(when, *(f"days = {one}, {NONE}" for one in days), **lines)
    return lacking(guidance.rules[0], guidance)


@pytest.mark.parametrize(
    ("days", "missing"),
    [
        (("[3]", "[4]"), "just above it"),
        (("[3]", "[5]"), "exactly at it"),
        (("[4]", "[5]"), "just below it"),
        (("[2]", "[4]", "[5]"), "just below it"),
        (("[3]", "[4]", "[6]"), "just above it"),
    ],
)
def test_a_row_that_is_not_there_is_named(days: tuple[str, ...], missing: str) -> None:
    assert lacking_of(STOOLS, *days) == (f"diarrhea.count at_least 4: no example {missing}",)


def test_what_counts_is_the_number_over_what_is_usual() -> None:
    usual = "usual_stools = 2"

    assert lacking_of(OVER, f"[5], {usual}", f"[6], {usual}", f"[7], {usual}") == ()
    assert len(lacking_of(OVER, f"[3], {usual}", f"[4], {usual}", f"[5], {usual}")) == 2


def test_a_step_is_a_tenth_of_a_degree() -> None:
    fever = '{ reading = "temperature.value", at_least = 38.0, unit = "°C" }'

    assert lacking_of(fever, "[37.9]", "[38.0]", "[38.1]") == ()
    assert len(lacking_of(fever, "[37.8]", "[38.0]", "[38.2]")) == 2


def test_the_top_of_a_scale_has_nothing_above_it() -> None:
    assert lacking_of('{ reading = "sad.severity", at_least = 4, unit = "points" }', "[3]", "[4]") == ()


def test_the_severity_of_any_symptom_has_a_top_and_a_percentage_has_none() -> None:
    severe = '{ reading = "*.severity", at_least = 4, unit = "points" }'
    gain = '{ reading = "weight.value", at_least = 100, unit = "percent", against = "weight_gain" }'
    usual = 'usual_weight = "50 kg"'

    assert lacking_of(severe, '[{ "sad.severity" = 3 }]', '[{ "nausea.severity" = 4 }]') == ()
    assert lacking_of(gain, f"[99.5], {usual}", f"[100], {usual}") == (
        "weight.value at_least 100: no example just above it",
    )


def test_a_step_in_percent_is_one() -> None:
    gain = '{ reading = "weight.value", at_least = 5, unit = "percent", against = "weight_gain" }'
    usual = 'usual_weight = "100 kg"'

    assert lacking_of(gain, f"[104], {usual}", f"[105], {usual}", f"[106], {usual}") == ()
    assert len(lacking_of(gain, f"[103.9], {usual}", f"[105], {usual}", f"[106.1], {usual}")) == 2


def test_a_yes_needs_a_yes_and_a_no() -> None:
    assert lacking_of('{ yes = "rash" }', "[true]") == ("rash: no example with no",)
    assert lacking_of('{ yes = "rash" }', "[false]") == ("rash: no example with yes",)


def test_days_in_a_row_need_one_fewer_as_many_and_one_more() -> None:
    missing = lacking_of(STOOLS, "[3, 4]", "[5, 4]", '[4, "-", 4]', days_in_a_row=2)

    assert missing == ("days_in_a_row 2: no example with 3 qualifying days",)
    assert lacking_of(STOOLS, "[3, 4, 5]", "[4, 4, 4]", "[0]", days_in_a_row=2)[0] == (
        "days_in_a_row 2: no example with 1 qualifying days"
    )


@pytest.mark.parametrize(
    ("days", "longest"),
    [('[4, "-", 4]', 2), ("[4, 0, 4]", 1), ('[4, "-", "-", 4]', 1), ("[4, 4, 0, 4]", 2)],
)
def test_a_day_that_is_known_not_to_qualify_ends_a_run_and_an_unknown_one_is_bridged(
    days: str, longest: int
) -> None:
    missing = lacking_of(STOOLS, "[3]", days, "[5, 5, 5]", days_in_a_row=2, bridged_days=1)

    counts = {
        count for count in (1, 2) if f"days_in_a_row 2: no example with {count} qualifying days" in missing
    }
    assert counts == {1, 2} - {longest}


def test_silence_and_symptoms_together_are_counted() -> None:
    silent = lacking_of("{ silent_days = 2 }", '[{ "rash" = true }, "-", "-"]', level='"watch"')
    together = lacking_of('{ together = "call", symptoms = 2 }', '[{ "rash" = true }]', level='"urgent"')

    assert silent == ("2 silent days: no example with 2", "2 silent days: no example with 3")
    assert together == (
        "2 symptoms: no example with 1",
        "2 symptoms: no example with 2",
        "2 symptoms: no example with 3",
    )
