"""The evaluator against a second reading of the language, and what must hold whatever the rules are."""

import os
from datetime import date

from hypothesis import given, settings

from api.rules.evaluate import Diary, Finding, evaluate, findings_in
from api.rules.rulebook import Rulebook
from tests.rules.histories import TODAY
from tests.rules.language import as_json, diaries, diary_as_json, heads, rulebooks
from tests.rules.language_oracle import spells
from tests.rules.spelled import as_spell

EXAMPLES = int(os.environ.get("DIARY_TEST_RULE_EXAMPLES", "300"))
thoroughly = settings(max_examples=EXAMPLES, deadline=None)


@thoroughly
@given(diaries, rulebooks())
def test_the_evaluator_and_the_second_reading_agree(diary: Diary, book: Rulebook) -> None:
    found = [as_spell(finding) for finding in findings_in(diary, book)]

    assert found == spells(as_json(book), diary_as_json(diary))


@thoroughly
@given(diaries, rulebooks(), heads)
def test_another_entry_for_a_day_that_it_does_not_answer_anew_takes_no_day_away(
    diary: Diary, book: Rulebook, head: dict[str, object]
) -> None:
    known = {name for heads_of_day in diary.days.values() for one in heads_of_day for name in one}
    # A first answer may turn an unknown day into a better one; a further answer to a known question may not.
    further = {name: answer for name, answer in head.items() if name in known}
    days = {day: (*said, _only_answered(further, said)) for day, said in diary.days.items()}
    plain = Rulebook(tuple(one for one in book.rules if not _looks_back(one.rule.condition)))

    before = _evidence_days(findings_in(diary, plain))
    after = _evidence_days(findings_in(Diary(days, diary.taking, diary.baseline), plain))

    assert before <= after


@thoroughly
@given(diaries, rulebooks())
def test_findings_found_fast_are_those_of_the_whole_evaluation(diary: Diary, book: Rulebook) -> None:
    evaluation = evaluate(diary, book, TODAY)

    assert evaluation.findings == findings_in(diary, book)
    met = {verdict.rule for verdict in evaluation.verdicts if verdict.verdict == "met"}
    assert {finding.rule for finding in evaluation.findings} <= met


@thoroughly
@given(diaries, rulebooks())
def test_nothing_written_is_never_a_reason(diary: Diary, book: Rulebook) -> None:
    silent = {day: (*said, {}) for day, said in diary.days.items()}

    assert findings_in(Diary(silent, diary.taking, diary.baseline), book) == findings_in(diary, book)


@thoroughly
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


def _evidence_days(findings: tuple[Finding, ...]) -> set[tuple[str, date]]:
    return {(finding.rule, one.day) for finding in findings for one in finding.evidence}
