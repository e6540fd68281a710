import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from api.rules.condition import Compare, How
from api.rules.evaluate import Diary, Evaluation, Evidence, Finding, Verdict, evaluate, findings_in
from api.rules.together import symptoms_stood_for
from api.rules.vocabulary import Level
from tests.rules.histories import TODAY, a_diary, the_rulebook

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
        return one._replace(day=one.day + shift)

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


_signs = st.sets(st.sampled_from("abcde"), min_size=1, max_size=4)
_some_signs = st.lists(st.tuples(st.booleans(), _signs), max_size=6)


@given(_some_signs, st.randoms(use_true_random=False))
def test_the_order_of_findings_never_matters_and_one_more_never_counts_less(
    some: list[tuple[bool, set[str]]], chance: random.Random
) -> None:
    findings = [a_finding(is_any, symptoms) for is_any, symptoms in some]

    counts = [stood_for(findings[:n]) for n in range(len(findings) + 1)]

    assert stood_for(chance.sample(findings, len(findings))) == counts[-1]
    assert counts == sorted(counts)
    assert counts[-1] == the_most_by_trying_every_way(some)


def stood_for(findings: list[Finding]) -> int:
    return symptoms_stood_for(findings, Level.CALL).get(TODAY.toordinal(), 0)


def a_finding(is_any: bool, symptoms: set[str]) -> Finding:
    condition = Compare("*.severity" if is_any else "a.severity", How.AT_LEAST, 3, "points")
    (one,) = findings_in(a_diary(4, 4), the_rulebook())
    evidence = tuple(Evidence(TODAY, name, "severity", (3,), "points") for name in sorted(symptoms))
    return replace(one, level=Level.CALL, condition=condition, evidence=evidence)


def the_most_by_trying_every_way(some: list[tuple[bool, set[str]]]) -> int:
    named = {name for is_any, symptoms in some if is_any for name in symptoms}
    ways = product(*(symptoms for is_any, symptoms in some if not is_any))
    return max(len(named | set(way)) for way in ways)
