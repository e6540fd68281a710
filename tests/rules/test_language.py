"""The evaluator against a second reading of the language, and what must hold whatever the rules are."""

import os
from datetime import date
from typing import Any

from hypothesis import given, settings

from api.rules.evaluate import Diary, Finding, evaluate, findings_in
from api.rules.rulebook import Rulebook
from api.rules.vocabulary import Level
from tests.rules.histories import TODAY
from tests.rules.language import as_json, diaries, diary_as_json, heads, rulebooks
from tests.rules.language_oracle import spells
from tests.rules.spelled import as_spell

EXAMPLES = int(os.environ.get("DIARY_TEST_RULE_EXAMPLES", "300"))
thoroughly = settings(max_examples=EXAMPLES, deadline=None)
fairly = settings(max_examples=EXAMPLES // 3, deadline=None)


@thoroughly
@given(diaries, rulebooks())
def test_the_evaluator_and_the_second_reading_agree(diary: Diary, book: Rulebook) -> None:
    found = [as_spell(finding) for finding in findings_in(diary, book)]

    assert found == spells(as_json(book), diary_as_json(diary))


@thoroughly
@given(diaries, rulebooks(), heads)
def test_another_entry_for_a_day_that_it_does_not_answer_anew_takes_no_day_away_but_by_a_new_crisis(
    diary: Diary, book: Rulebook, head: dict[str, object]
) -> None:
    known = {name for heads_of_day in diary.days.values() for one in heads_of_day for name in one}
    # A first answer may turn an unknown day into a better one; a further answer to a known question may not.
    further = {name: answer for name, answer in head.items() if name in known}
    days = {day: (*said, _only_answered(further, said)) for day, said in diary.days.items()}
    plain = Rulebook(tuple(one for one in book.rules if not _looks_back(one.rule.condition)))

    before = findings_in(diary, plain)
    after = findings_in(Diary(days, diary.taking, diary.baseline), plain)

    assert _crisis_answers(before) <= _crisis_answers(after)
    if _crisis_answers(before) == _crisis_answers(after):
        assert _evidence_days(before) <= _evidence_days(after)


@fairly
@given(diaries, rulebooks())
def test_what_a_crisis_rests_on_is_for_the_others_as_if_it_had_not_been_written(
    diary: Diary, book: Rulebook
) -> None:
    plain = Rulebook(tuple(one for one in book.rules if not _looks_back(one.rule.condition)))
    found = findings_in(diary, plain)
    crisis = _crisis_answers(found)
    without = {
        day: tuple(
            {name: _left(answer, day, name, crisis) for name, answer in head.items()} for head in heads
        )
        for day, heads in diary.days.items()
    }

    graded = Rulebook(tuple(one for one in plain.rules if one.rule.level is not Level.CRISIS))

    others = tuple(one for one in found if one.level is not Level.CRISIS)
    assert others == findings_in(Diary(without, diary.taking, diary.baseline), graded)


@fairly
@given(diaries, rulebooks())
def test_findings_found_fast_are_those_of_the_whole_evaluation(diary: Diary, book: Rulebook) -> None:
    evaluation = evaluate(diary, book, TODAY)

    assert evaluation.findings == findings_in(diary, book)
    met = {verdict.rule for verdict in evaluation.verdicts if verdict.verdict == "met"}
    assert {finding.rule for finding in evaluation.findings} <= met


@fairly
@given(diaries, rulebooks())
def test_nothing_written_is_never_a_reason(diary: Diary, book: Rulebook) -> None:
    silent = {day: (*said, {}) for day, said in diary.days.items()}

    assert findings_in(Diary(silent, diary.taking, diary.baseline), book) == findings_in(diary, book)


@fairly
@given(diaries, rulebooks())
def test_a_finding_comes_back_from_json_exactly(diary: Diary, book: Rulebook) -> None:
    for finding in findings_in(diary, book):
        assert Finding.from_json(finding.to_json()) == finding


def _only_answered(head: dict[str, object], said: tuple[dict[str, object], ...]) -> dict[str, object]:
    """What a further entry says to questions that the day has an answer to already."""
    further = {}
    for name, answer in head.items():
        before = [one[name] for one in said if name in one]
        if isinstance(answer, list) and before:
            further[name] = answer
        elif isinstance(answer, dict):
            known = {key for one in before if isinstance(one, dict) for key in one}
            if kept := {key: value for key, value in answer.items() if key in known}:
                further[name] = kept
    return further


def _looks_back(condition: object) -> bool:
    """Whether what is usual is taken from other days, which a further entry may raise."""
    parts = getattr(condition, "of", ())
    return getattr(condition, "last_days", 0) > 0 or any(map(_looks_back, parts))


def _left(answer: Any, day: date, name: str, crisis: set[tuple[date, str, str]]) -> object:
    """An answer, or each of some measurements, without what a crisis rests on."""
    if isinstance(answer, list):
        return [_left(row, day, name, crisis) for row in answer]
    return {key: value for key, value in answer.items() if (day, name, key) not in crisis}


def _crisis_answers(findings: tuple[Finding, ...]) -> set[tuple[date, str, str]]:
    crises = [one for one in findings if one.level is Level.CRISIS]
    return {(one.day, one.symptom, one.attribute) for finding in crises for one in finding.evidence}


def _evidence_days(findings: tuple[Finding, ...]) -> set[tuple[str, date]]:
    return {(finding.rule, one.day) for finding in findings for one in finding.evidence}
