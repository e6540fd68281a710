"""What a pack may say under `when`, and what it may not."""

import pytest

from api.rules.guidance import GuidanceError, load
from tests.rules.written import PACK, line_of, with_rule_line


@pytest.mark.parametrize(
    "when",
    [
        '{ reading = "diarhea.count", at_least = 4, unit = "loose_stools_per_day" }',
        '{ reading = "diarrhea.severity", at_least = 4, unit = "points" }',
        '{ reading = "diarrhea.count", at_least = 4, unit = "points" }',
        '{ reading = "diarrhea.count", at_least = 4 }',
        '{ reading = "diarrhea.count", unit = "loose_stools_per_day" }',
        '{ reading = "diarrhea.count", at_least = 4, below = 9, unit = "loose_stools_per_day" }',
        '{ reading = "diarrhea.count", at_least = 0, unit = "loose_stools_per_day" }',
        '{ reading = "diarrhea.count", at_least = 100, unit = "loose_stools_per_day" }',
        '{ reading = "diarrhea.count", at_least = nan, unit = "loose_stools_per_day" }',
        '{ reading = "diarrhea.count", at_least = true, unit = "loose_stools_per_day" }',
        '{ reading = "diarrhea.count", at_least = "4", unit = "loose_stools_per_day" }',
        '{ reading = "diarrhea.count", at_leest = 4, unit = "loose_stools_per_day" }',
        '{ reading = "diarrhea.count", at_least = 4, unit = "loose_stools_per_day", adjust = [5, 6] }',
        '{ reading = "diarrhea.count", at_least = 4, unit = "loose_stools_per_day", adjust = [4] }',
        '{ reading = "diarrhea.count", at_least = 4, unit = "loose_stools_per_day", against = "others" }',
        '{ reading = "vomiting.count", at_least = 4, unit = "times_per_day", against = "usual_stools" }',
        '{ reading = "heart_rate.value", at_least = 5, unit = "percent", against = "weight_gain" }',
        '{ reading = "weight.value", at_least = 5, unit = "kg", against = "weight_gain" }',
        '{ reading = "nausea.severity", at_least = 2, unit = "points", against = "last_days" }',
        (
            '{ reading = "nausea.severity", at_least = 2, unit = "points"'
            ', against = "last_days", last_days = 3, known_days = 4 }'
        ),
        '{ reading = "nausea.severity", at_least = 2, unit = "points", last_days = 3 }',
        '{ reading = "temperature.systolic", at_least = 38, unit = "°C" }',
        '{ reading = "temperature.value", at_least = 38, unit = "mmHg" }',
        '{ reading = "*.colour", at_least = 3, unit = "points" }',
        '{ yes = "nausea" }',
        '{ has = "wings" }',
        '{ has = "ostomy" }',
        '{ any = [{ yes = "rash" }, { has = "ostomy" }] }',
        '{ all = [{ has = "ostomy" }, { has = "ostomy" }] }',
        '{ all = [{ yes = "rash" }] }',
        '{ any = { yes = "rash" } }',
        '{ any = [{ yes = "rash" }, { silent_days = 3 }] }',
        '{ any = [{ yes = "rash" }, { yes = "bruising" }], unit = "points" }',
        '{ together = "call", symptoms = 1 }',
        '{ together = "panic", symptoms = 2 }',
        "4",
    ],
)
def test_a_condition_that_makes_no_sense_is_refused_on_its_line(when: str) -> None:
    with pytest.raises(GuidanceError, match=rf"^rule loose-stools, line {line_of('when')}: "):
        load(with_rule_line("when", f"when = {when}"))


@pytest.mark.parametrize("when", ["{ silent_days = 3 }", '{ together = "call", symptoms = 2 }'])
def test_a_rule_that_looks_at_more_than_days_has_the_level_that_fits(when: str) -> None:
    with pytest.raises(GuidanceError, match=rf"^rule loose-stools, line {line_of('level')}: "):
        load(with_rule_line("when", f"when = {when}"))


@pytest.mark.parametrize(
    "while_taking",
    ["{}", '{ medicines = "all" }', '{ medicines = ["imatinib"], days_after = -1 }', '"imatinib"'],
)
def test_a_rule_for_some_medicines_names_them(while_taking: str) -> None:
    line = line_of("when") + 1
    pack = with_rule_line("when", f"{PACK.splitlines()[line - 2]}\nwhile_taking = {while_taking}")

    with pytest.raises(GuidanceError, match=rf"^rule loose-stools, line {line}: "):
        load(pack)
