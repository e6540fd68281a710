"""The one way in which rules read a diary: pure, fast, and the same whatever the order of arrival."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from api.rules.condition import Silent, Together
from api.rules.diary import Baseline, Diary, Readings, Taking
from api.rules.facts import Facts
from api.rules.finding import Answer, Evaluation, Finding, Progress, Verdict
from api.rules.judge import Evidence, Judge
from api.rules.rulebook import Rulebook, RuleInForce
from api.rules.runs import alive, runs_of, within_reach

__all__ = [
    "Answer",
    "Baseline",
    "Diary",
    "Evaluation",
    "Evidence",
    "Finding",
    "Progress",
    "Readings",
    "Taking",
    "Verdict",
    "evaluate",
    "findings_in",
]


class _Judged(NamedTuple):
    """The days that are known to a rule, in order, and its runs of qualifying ones."""

    known: list[tuple[int, bool]]
    runs: list[list[int]]


def evaluate(diary: Diary, rulebook: Rulebook, today: date) -> Evaluation:
    """What `findings_in` finds, and for each rule how near it is.

    Days later than `today` are read: the patient may live east of whoever asks. A day that does not
    answer a rule's question is unknown for it, never 0.
    Source: each rule's own, in the pack.
    """
    judging = _Judging(diary, rulebook)
    findings = judging.findings()
    verdicts = tuple(judging.verdict(one, findings, today.toordinal()) for one in rulebook.rules)
    return Evaluation(findings, verdicts)


def findings_in(diary: Diary, rulebook: Rulebook) -> tuple[Finding, ...]:
    """Every run in the diary that meets a rule, ended ones too: by rule as in the rulebook, then by day.

    Rules about symptoms together come last, since they read the findings of the others.
    Source: each rule's own, in the pack.
    """
    return _Judging(diary, rulebook).findings()


class _Judging:
    def __init__(self, diary: Diary, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._facts = Facts(diary)
        self._judge = Judge(diary, self._facts)

    def findings(self) -> tuple[Finding, ...]:
        found: list[Finding] = []
        for place in self._rulebook.quick_look.rules_for(self._facts):
            one = self._rulebook.rules[place]
            if self._judge.may_count(one.rule.while_taking) and self._judge.may_be_met(one.rule.condition):
                found += self._met(one, self._days(one))
        alone = tuple(found)
        for one in self._rulebook.rules:
            if isinstance(one.rule.condition, Together):
                found += self._together(one, one.rule.condition, alone)
        return tuple(found)

    def verdict(self, one: RuleInForce, findings: Sequence[Finding], today: int) -> Verdict:
        rule, condition = one.rule, one.rule.condition
        if isinstance(condition, Silent):
            return self._silence(one, condition, today)
        is_met = any(finding.rule == rule.id for finding in findings)
        if isinstance(condition, Together):
            subjects = _subjects(condition, findings)
            have = sum(len(subjects.get(day, ())) for day in self._facts.days[-1:])
            answer = Answer.MET if is_met else Answer.NOT_MET
            return Verdict(rule.id, answer, Progress(have, condition.symptoms), ())
        judged = self._days(one)
        known = dict(judged.known)
        progress = Progress(alive(judged.runs, known, rule.run, today=today), rule.run.days_in_a_row)
        if is_met:
            return Verdict(rule.id, Answer.MET, progress, ())
        reachable, unknown = within_reach(known, rule.run, today=today)
        if not reachable:
            return Verdict(rule.id, Answer.NOT_MET, progress, ())
        return Verdict(rule.id, Answer.UNKNOWN, progress, tuple(map(date.fromordinal, unknown)))

    def _days(self, one: RuleInForce) -> _Judged:
        rule = one.rule
        known = []
        for day in self._facts.days:
            answer = (
                self._judge.is_so(rule.condition, day)
                if self._judge.is_taken(rule.while_taking, day)
                else False
            )
            if answer is not None:
                known.append((day, answer))
        return _Judged(known, list(runs_of(known, rule.run)))

    def _met(self, one: RuleInForce, judged: _Judged) -> Iterator[Finding]:
        for run in judged.runs:
            if len(run) >= one.rule.run.days_in_a_row and _stands(one, run):
                evidence = [e for day in run for e in self._judge.evidence(one.rule.condition, day)]
                yield _finding(one, run, evidence)

    def _together(
        self, one: RuleInForce, condition: Together, findings: Sequence[Finding]
    ) -> Iterator[Finding]:
        for run in self._runs_together(one, condition, findings):
            if len(run) >= one.rule.run.days_in_a_row and _stands(one, run):
                days = set(run)
                evidence = [
                    e
                    for finding in findings
                    if finding.level is condition.level
                    for e in finding.evidence
                    if e.day.toordinal() in days
                ]
                yield _finding(one, run, sorted(evidence, key=lambda e: e.day))

    def _runs_together(
        self, one: RuleInForce, condition: Together, findings: Sequence[Finding]
    ) -> list[list[int]]:
        subjects = _subjects(condition, findings)
        known = [(day, len(subjects.get(day, ())) >= condition.symptoms) for day in self._facts.days]
        return list(runs_of(known, one.rule.run))

    def _silence(self, one: RuleInForce, condition: Silent, today: int) -> Verdict:
        if not self._facts.days:
            return Verdict(one.rule.id, Answer.UNKNOWN, Progress(0, condition.days), ())
        silent = max(0, today - self._facts.days[-1] - 1)
        answer = Answer.MET if silent >= condition.days else Answer.NOT_MET
        return Verdict(one.rule.id, answer, Progress(silent, condition.days), ())


def _stands(one: RuleInForce, run: Sequence[int]) -> bool:
    return one.since is None or run[-1] >= one.since.toordinal()


def _subjects(condition: Together, findings: Sequence[Finding]) -> dict[int, set[str]]:
    """By day, what the findings of that level are about."""
    subjects: dict[int, set[str]] = {}
    for finding in findings:
        if finding.level is condition.level:
            for evidence in finding.evidence:
                subjects.setdefault(evidence.day.toordinal(), set()).add(evidence.symptom)
    return subjects


def _finding(one: RuleInForce, run: Sequence[int], evidence: Sequence[Evidence]) -> Finding:
    rule, recorded = one.rule, set(run)
    limit = rule.run.document_days
    return Finding(
        rule=rule.id,
        level=rule.level,
        pack=one.pack,
        guidance_hash=one.guidance_hash,
        condition=rule.condition,
        run=rule.run,
        evidence=tuple(_each_once(evidence)),
        missing_days=tuple(date.fromordinal(day) for day in range(run[0], run[-1]) if day not in recorded),
        first_day=date.fromordinal(run[0]),
        last_day=date.fromordinal(run[-1]),
        past_document_limit=limit is not None and len(run) >= limit,
        advice=rule.advice,
        source=rule.source,
        adjusted=one.adjusted,
    )


def _each_once(evidence: Sequence[Evidence]) -> Iterator[Evidence]:
    """A reading that two comparisons rest on is named once a day, as the first of them saw it."""
    seen: set[tuple[date, str, str]] = set()
    for one in evidence:
        key = (one.day, one.symptom, one.attribute)
        if key not in seen:
            seen.add(key)
            yield one
