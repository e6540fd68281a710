"""How many symptoms findings that call stand for on one day: each needs a finding of its own."""

from datetime import timedelta
from itertools import permutations

import pytest

from api.rules.condition import AllOf, AnyOf, Condition, Has, Together
from api.rules.diary import Baseline, Diary, Taking
from api.rules.evaluate import findings_in
from api.rules.guidance import published
from api.rules.rulebook import Rulebook, whole
from api.rules.together import symptoms_stood_for
from api.rules.vocabulary import Level
from tests.rules.histories import TODAY
from tests.rules.judging import MANY_STOOLS, degrees, nausea, stools, written
from tests.rules.made_up_rules import STOOLS, at_least, in_force

BREATH, COUGH, HOT = "shortness_of_breath.severity", "cough.severity", at_least("temperature.value", 38, "°C")
LUNG_SIGNS = AllOf((at_least(BREATH, 1), at_least(COUGH, 1), HOT))
ANY = at_least("*.severity", 3)
ANY_OFTEN = at_least("*.frequency", 3)
VERY_MANY_STOOLS = at_least("diarrhea.count", 7, STOOLS)
LUNGS = {"shortness_of_breath": {"severity": 1}, "cough": {"severity": 1}} | degrees(38)
SEVERE_COUGH = {"cough": {"severity": 3}}
OFTEN = {"nausea": {"severity": 3}, "headache": {"frequency": 3}}


def counted(day: dict[str, object], *conditions: Condition) -> int:
    rules = tuple(in_force(f"rule-{n}", condition) for n, condition in enumerate(conditions))
    diary = Diary(written(day).days, (), Baseline(has_ostomy=True))
    return symptoms_stood_for(findings_in(diary, Rulebook(rules)), Level.CALL).get(TODAY.toordinal(), 0)


@pytest.mark.parametrize(
    ("day", "conditions", "symptoms"),
    [
        (LUNGS, (LUNG_SIGNS,), 1),
        (LUNGS, (LUNG_SIGNS, ANY), 1),
        (LUNGS | nausea(3), (LUNG_SIGNS, ANY), 2),
        (LUNGS | SEVERE_COUGH, (LUNG_SIGNS, ANY), 2),
        (LUNGS | SEVERE_COUGH, (LUNG_SIGNS, at_least(COUGH, 3)), 2),
        (LUNGS, (LUNG_SIGNS, HOT, at_least(COUGH, 1)), 3),
        (LUNGS, (LUNG_SIGNS, HOT, at_least(COUGH, 1), at_least(BREATH, 1)), 3),
        (LUNGS, (LUNG_SIGNS, LUNG_SIGNS, LUNG_SIGNS, LUNG_SIGNS), 3),
        (stools(9), (MANY_STOOLS, VERY_MANY_STOOLS), 1),
        (stools(9) | nausea(3), (MANY_STOOLS, VERY_MANY_STOOLS, ANY), 2),
        (nausea(3) | SEVERE_COUGH, (ANY,), 2),
        (nausea(3) | SEVERE_COUGH, (ANY, at_least("nausea.severity", 3)), 2),
        (OFTEN, (AnyOf((ANY, ANY_OFTEN)),), 2),
        (OFTEN, (ANY, ANY_OFTEN), 2),
        (OFTEN, (AllOf((Has("ostomy"), ANY)),), 1),
        (nausea(3) | SEVERE_COUGH, (AllOf((Has("ostomy"), ANY)),), 2),
        (nausea(3) | degrees(39), (AnyOf((ANY, HOT)),), 1),
        (nausea(2), (ANY,), 0),
    ],
)
def test_each_symptom_is_counted_by_a_finding_of_its_own(
    day: dict[str, object], conditions: tuple[Condition, ...], symptoms: int
) -> None:
    assert {counted(day, *order) for order in permutations(conditions)} == {symptoms}


@pytest.mark.parametrize(
    ("readings", "is_urgent"),
    [
        (LUNGS, False),
        (LUNGS | nausea(2), False),
        (LUNGS | nausea(3), True),
        (LUNGS | SEVERE_COUGH, True),
        (LUNGS | {"shortness_of_breath": {"severity": 3}}, True),
        (stools(9), False),
        (stools(9) | nausea(3), True),
    ],
)
def test_one_call_that_rests_on_three_signs_is_not_two_symptoms_together(
    readings: dict[str, object], is_urgent: bool
) -> None:
    book = Rulebook(tuple(one for guidance in published().values() for one in whole(guidance).rules))
    repotrectinib = (Taking("repotrectinib", "ntrk_inhibitor"),)
    # Stools on two days, so that the document's rule and the one over the usual number both call.
    days = {TODAY - timedelta(days=back): (readings,) for back in range(2)}

    found = findings_in(Diary(days, repotrectinib, Baseline(usual_stools=4)), book)

    assert ("two-symptoms-together" in {one.rule for one in found}) is is_urgent
    assert {one.level for one in found} >= {Level.CALL}


def test_only_findings_of_the_level_count_and_none_about_symptoms_together() -> None:
    book = Rulebook(
        (
            in_force("nausea", at_least("nausea.severity", 3)),
            in_force("stools", MANY_STOOLS),
            in_force("hot", HOT, Level.URGENT),
            in_force("two", Together(Level.CALL, 2), Level.URGENT),
        )
    )
    found = findings_in(written(nausea(3) | stools(4) | degrees(38)), book)

    assert len(found) == 4
    assert symptoms_stood_for(found, Level.CALL) == {TODAY.toordinal(): 2}
    assert symptoms_stood_for(found, Level.URGENT) == {TODAY.toordinal(): 1}
    assert symptoms_stood_for(found, Level.WATCH) == {}
