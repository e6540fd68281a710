import random
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from api.rules.evaluate import Diary, Evaluation, Evidence, Finding, Verdict, evaluate
from tests.rules.histories import TODAY, the_rulebook

_counts = st.integers(0, 9)
_silent = st.sampled_from(
    [{}, {"nausea": {"severity": 1}}, {"diarrhea": None}, {"diarrhea": {"frequency": 2}}]
)
_heads = st.one_of(_counts.map(lambda count: {"diarrhea": {"count": count}}), _silent)
_days = st.integers(0, 14).map(lambda days: TODAY - timedelta(days=days))
_diaries = st.dictionaries(_days, st.lists(_heads, min_size=1, max_size=3).map(tuple), max_size=15).map(Diary)


def evidence_in(diary: Diary) -> set[date]:
    findings = evaluate(diary, the_rulebook(), TODAY).findings
    return {evidence.day for finding in findings for evidence in finding.evidence}


def answers(diary: Diary) -> list[date]:
    return [
        day
        for day, heads in diary.days.items()
        if any((head.get("diarrhea") or {}).get("count", -1) >= 0 for head in heads)
    ]


@given(_diaries, st.data(), st.integers(1, 9))
def test_with_more_stools_on_a_day_no_day_leaves_the_evidence(
    diary: Diary, data: st.DataObject, more: int
) -> None:
    day = data.draw(st.sampled_from(answers(diary) or [TODAY]))
    worse = tuple(
        {"diarrhea": {"count": head["diarrhea"]["count"] + more}}
        if "count" in (head.get("diarrhea") or {})
        else head
        for head in diary.days.get(day, ())
    )

    before, after = evidence_in(diary), evidence_in(Diary({**diary.days, day: worse}))

    assert before <= after


@given(_diaries, st.data(), _heads)
def test_another_entry_for_an_answered_day_takes_no_day_from_the_evidence(
    diary: Diary, data: st.DataObject, head: dict[str, object]
) -> None:
    day = data.draw(st.sampled_from(answers(diary) or [TODAY]))
    in_conflict = Diary({**diary.days, day: (*diary.days[day], head)}) if day in diary.days else diary

    before, after = evidence_in(diary), evidence_in(in_conflict)

    assert before <= after


@given(_diaries, st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_matters(diary: Diary, chance: random.Random) -> None:
    shuffled = {
        day: tuple(chance.sample(heads, len(heads)))
        for day, heads in chance.sample(list(diary.days.items()), len(diary.days))
    }

    evaluation = evaluate(Diary(shuffled), the_rulebook(), TODAY)

    assert evaluation == evaluate(diary, the_rulebook(), TODAY)


@given(_diaries, st.integers(-40_000, 40_000).map(lambda days: timedelta(days=days)))
def test_shifting_all_dates_changes_nothing_else(diary: Diary, shift: timedelta) -> None:
    shifted = Diary({day + shift: heads for day, heads in diary.days.items()})

    evaluation = evaluate(shifted, the_rulebook(), TODAY + shift)

    assert evaluation == _shifted(evaluate(diary, the_rulebook(), TODAY), shift)


def _shifted(evaluation: Evaluation, shift: timedelta) -> Evaluation:
    def moved(days: tuple[date, ...]) -> tuple[date, ...]:
        return tuple(day + shift for day in days)

    def evidence(one: Evidence) -> Evidence:
        return replace(one, day=one.day + shift)

    def finding(one: Finding) -> Finding:
        return replace(
            one,
            evidence=tuple(map(evidence, one.evidence)),
            missing_days=moved(one.missing_days),
            first_day=one.first_day + shift,
            last_day=one.last_day + shift,
        )

    def verdict(one: Verdict) -> Verdict:
        return replace(one, unknown_days=moved(one.unknown_days))

    return Evaluation(tuple(map(finding, evaluation.findings)), tuple(map(verdict, evaluation.verdicts)))
