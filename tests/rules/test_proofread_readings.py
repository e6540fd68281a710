"""A rule is proof-read by what the diary asks, and by what one day can hold."""

import pytest

from api.rules.guidance import DOCUMENT
from api.rules.pack_lines import Problem
from api.rules.proofreading import problems_in
from api.rules.vocabulary import RED_FLAGS, SELF_HARM
from tests.rules.small_packs import pack_text
from tests.rules.test_proofreading import LINE, UNREACHABLE, reading, whats

NOTHING = 'days = ["-"], finding = "none"'
CORE = 'core = ["diarrhea"]'


def nobody(when: str, core: str = CORE) -> set[str]:
    text = pack_text(when, NOTHING).replace(CORE, core)
    return {what for what in whats(text) if what.startswith("nobody")}


def sad(compared: str) -> str:
    return reading("sad.severity", compared, "points")


def rise(compared: str, days: int = 7) -> str:
    return reading(
        "nausea.severity", compared, "points", f', against = "last_days", last_days = {days}, known_days = 3'
    )


def over_usual(compared: str) -> str:
    return reading("diarrhea.count", compared, "loose_stools_per_day", ', against = "usual_stools"')


def all_of(*parts: str) -> str:
    return f"{{ all = [{', '.join(parts)}] }}"


def test_what_nobody_is_asked_about_is_told_once_with_the_rules_line() -> None:
    twice = all_of('{ yes = "yellow_skin" }', '{ any = [{ yes = "jaw_pain" }, { yes = "yellow_skin" }] }')

    found = [one for one in problems_in(pack_text(twice, NOTHING)) if one.what.startswith("nobody")]

    assert found == [
        Problem(LINE, "rule the-rule", "nobody is asked about jaw_pain"),
        Problem(LINE, "rule the-rule", "nobody is asked about yellow_skin"),
    ]


@pytest.mark.parametrize(
    "asks",
    [
        'core = ["yellow_skin"]',
        f'{CORE}\nalso_asked = ["yellow_skin"]',
        f'side_effects = [{{ id = "liver", asked_by = ["yellow_skin"] }}]\n{CORE}',
    ],
)
def test_what_the_pack_itself_asks_about_is_asked(asks: str) -> None:
    assert nobody('{ yes = "yellow_skin" }', asks) == set()


@pytest.mark.parametrize("always", [*RED_FLAGS, SELF_HARM, "rash"])
def test_what_is_asked_always_or_by_the_document_need_not_be_asked_again(always: str) -> None:
    assert nobody(f'{{ yes = "{always}" }}', "core = []") == set()


@pytest.mark.parametrize(
    "when",
    [
        reading("*.severity", "at_least = 3", "points"),
        reading("heart_rate.value", "above = 120", "/min"),
        '{ together = "call", symptoms = 2 }',
    ],
)
def test_any_symptom_and_what_the_document_measures_are_asked(when: str) -> None:
    assert nobody(when, "core = []") == set()


def test_a_new_text_of_the_document_is_not_read_beside_the_old_one() -> None:
    heart = reading("heart_rate.value", "above = 120", "/min")
    text = pack_text(heart, NOTHING).replace('id = "small"', f'id = "{DOCUMENT}"')
    measured = text.replace(CORE, f'{CORE}\nalso_measured = ["heart_rate"]')

    assert "nobody is asked about heart_rate" in whats(text)
    assert "nobody is asked about heart_rate" not in whats(measured)


NEVER = (
    all_of(sad("above = 2"), sad("below = 2")),
    all_of(sad("above = 2"), sad("below = 3")),
    all_of(sad("at_least = 3"), sad("at_least = 1"), sad("below = 3")),
    all_of(sad("above = 2"), all_of('{ yes = "rash" }', sad("below = 2"))),
    all_of('{ yes = "rash" }', reading("rash.presence", "below = 1", "yes_or_no")),
    all_of(rise("above = 2"), rise("below = 2")),
    all_of(over_usual("at_least = 4"), over_usual("below = 4")),
)
AT_TIMES = (
    all_of(sad("above = 2"), sad("below = 4")),
    all_of(sad("below = 1"), sad("below = 2")),
    all_of(sad("above = 3"), sad("at_least = 4")),
    all_of(sad("above = 2"), reading("sad.frequency", "below = 2", "points")),
    all_of(
        reading("temperature.value", "above = 38", "°C"), reading("temperature.value", "below = 36", "°C")
    ),
    all_of(reading("*.severity", "above = 2", "points"), reading("*.severity", "below = 2", "points")),
    all_of(reading("diarrhea.count", "above = 4", "loose_stools_per_day"), over_usual("below = 2")),
    all_of(rise("above = 2"), rise("below = 2", days=3)),
    all_of(rise("above = 2"), rise("below = 3")),
    all_of(rise("above = 1"), rise("above = 2")),
    all_of(rise("below = 1"), rise("below = 2")),
    all_of(rise("at_least = 2"), rise("below = 2.01")),
    f"{{ any = [{sad('above = 2')}, {sad('below = 2')}] }}",
    all_of(sad("above = 2"), f"{{ any = [{sad('below = 2')}, {sad('above = 3')}] }}"),
)


@pytest.mark.parametrize(
    ("when", "unreachable"), [(one, True) for one in NEVER] + [(one, False) for one in AT_TIMES]
)
def test_comparisons_of_one_answer_that_exclude_each_other_are_never_met(
    when: str, unreachable: bool
) -> None:
    assert (UNREACHABLE in whats(pack_text(when, NOTHING))) is unreachable
