import json
from datetime import timedelta

import pytest

from api.rules.evaluate import Diary, Finding, evaluate
from api.rules.vocabulary import Level
from tests.rules.histories import (
    TODAY,
    a_diary,
    days_ago,
    evaluation_of,
    findings_of,
    the_guidance,
    the_rule,
    the_rulebook,
)

TOMORROW = TODAY + timedelta(days=1)


@pytest.mark.parametrize("not_a_count", [None, True, "9", float("nan"), [9], {"value": 9}])
def test_what_is_not_a_number_is_unknown_and_never_zero(not_a_count: object) -> None:
    diary = Diary(
        {
            days_ago(2): ({"diarrhea": {"count": 4}},),
            days_ago(1): ({"diarrhea": {"count": not_a_count}},),
            TODAY: ({"diarrhea": {"count": 4}},),
        }
    )

    (finding,) = evaluate(diary, the_rulebook(), TODAY).findings

    assert finding.missing_days == (days_ago(1),)


@pytest.mark.parametrize("answer", [{"frequency": 4}, {}, None, [], "4"])
def test_an_answer_to_another_question_does_not_answer_this_one(answer: object) -> None:
    diary = Diary({days_ago(1): ({"diarrhea": answer},), TODAY: ({"diarrhea": {"count": 4}},)})

    evaluation = evaluate(diary, the_rulebook(), TODAY)

    assert evaluation.findings == ()
    assert evaluation.verdicts[0].progress.have == 1
    assert days_ago(1) in evaluation.verdicts[0].unknown_days


def test_an_empty_diary_is_unknown_and_no_finding() -> None:
    evaluation = evaluate(Diary({}), the_rulebook(), TODAY)

    assert evaluation.findings == ()
    assert evaluation.verdicts[0].verdict == "unknown"
    assert evaluation.verdicts[0].progress.have == 0


def test_a_finding_carries_all_it_was_judged_by() -> None:
    (finding,) = findings_of(5, 4)

    assert finding.rule == "loose-stools"
    assert finding.level is Level.CALL
    assert finding.pack == "soft-tissue-sarcoma"
    assert finding.guidance_hash == the_guidance().hash
    assert finding.condition == the_rule().condition
    assert [(evidence.day, evidence.values) for evidence in finding.evidence] == [
        (days_ago(1), (5,)),
        (TODAY, (4,)),
    ]
    assert (finding.first_day, finding.last_day) == (days_ago(1), TODAY)
    assert finding.source.section == "Working with your doctor"


def test_every_run_is_found_also_those_that_are_over() -> None:
    findings = findings_of(4, 4, 0, 5, 6, 7)

    assert [(finding.first_day, finding.last_day) for finding in findings] == [
        (days_ago(5), days_ago(4)),
        (days_ago(2), TODAY),
    ]
    assert [finding.past_document_limit for finding in findings] == [False, True]


def test_entries_that_disagree_count_as_the_worse_one_and_both_are_shown_in_order() -> None:
    (finding,) = findings_of([5, 1, 5], 4)

    assert finding.evidence[0].values == (1, 5)


def test_a_day_later_than_today_is_read_for_a_patient_east_of_us() -> None:
    evaluation = evaluate(a_diary(4, 4, last=TOMORROW), the_rulebook(), TODAY)

    assert [finding.last_day for finding in evaluation.findings] == [TOMORROW]


@pytest.mark.parametrize(
    ("days", "verdict", "have", "unknown_days"),
    [
        (("-", 4), "unknown", 1, 3),
        ((0, "-", 4), "unknown", 1, 1),
        ((4, "-", 0), "unknown", 1, 2),
        ((0, 4), "not_met", 1, 0),
        ((4, 0, 0), "not_met", 0, 0),
    ],
)
def test_what_is_written_for_tomorrow_counts_with_what_is_not_written_today(
    days: tuple[int | str, ...], verdict: str, have: int, unknown_days: int
) -> None:
    diary = a_diary(*days, last=TOMORROW)

    (said,) = evaluate(diary, the_rulebook(), TODAY).verdicts

    assert (said.verdict, said.progress.have, len(said.unknown_days)) == (verdict, have, unknown_days)


@pytest.mark.parametrize("days", [(4, 4), (4, "-", 4), (4, 4, 4), ([1, 5], 4)])
def test_a_finding_comes_back_from_json_exactly(days: tuple[int, ...]) -> None:
    (finding,) = findings_of(*days)

    stored = json.dumps(finding.to_json())

    assert Finding.from_json(json.loads(stored)) == finding


def test_how_near_the_rule_is_forgets_a_run_that_is_over() -> None:
    assert evaluation_of(4, "-").verdicts[0].progress.have == 1
    assert evaluation_of(4, "-", "-").verdicts[0].progress.have == 1
    assert evaluation_of(4, "-", "-", "-").verdicts[0].progress.have == 0
    assert evaluation_of(4, 3).verdicts[0].progress.have == 0
