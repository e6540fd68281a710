"""The one way in which rules read a diary: pure, fast, and the same whatever the order of arrival."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from api.rules.compared import Evidence
from api.rules.condition import Run, Silent, Together
from api.rules.diary import Baseline, Diary, Readings, Taking
from api.rules.facts import Facts
from api.rules.finding import Answer, Evaluation, Finding, Progress, Verdict
from api.rules.judge import ANSWER, Judge
from api.rules.rulebook import Rulebook, RuleInForce
from api.rules.runs import alive, runs_of, within_reach
from api.rules.together import symptoms_stood_for
from api.rules.vocabulary import Level

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

    Rules about symptoms together come last, since they read the findings of the others. An answer on which
    a crisis rests is graded by no rule of another level: for them it is not there, though on later days it
    still says what was usual.
    Source: each rule's own, in the pack.
    """
    return _Judging(diary, rulebook).findings()


class _Judging:
    def __init__(self, diary: Diary, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._facts = Facts(diary)
        self._near = [rulebook.rules[place] for place in rulebook.quick_look.rules_for(self._facts)]
        self._of_crises = self._of_others = Judge(diary, self._facts)
        crises = self._alone([one for one in self._near if one.rule.level is Level.CRISIS])
        if crises:
            rested_on = (evidence for finding in crises for evidence in finding.evidence)
            ungraded = frozenset((one.day.toordinal(), one.symptom, one.attribute) for one in rested_on)
            self._of_others = Judge(diary, self._facts, ungraded)

    def findings(self) -> tuple[Finding, ...]:
        alone = self._alone(self._near)
        together: list[Finding] = []
        for one in self._rulebook.rules:
            if isinstance(one.rule.condition, Together):
                together += self._together(one, one.rule.condition, alone)
        return (*alone, *together)

    def verdict(self, one: RuleInForce, findings: Sequence[Finding], today: int) -> Verdict:
        rule, condition = one.rule, one.rule.condition
        if isinstance(condition, Silent):
            return self._silence(one, condition, today)
        if isinstance(condition, Together):
            counted = symptoms_stood_for(findings, condition.level)
            known = self._known_together(condition, counted)
            have = sum(counted.get(day, 0) for day in self._facts.days[-1:])
            progress = Progress(have, condition.symptoms)
        else:
            known = self._known(one)
            have = alive(_runs_among(known, rule.run), known, rule.run, today=today)
            progress = Progress(have, rule.run.days_in_a_row)
        if any(finding.rule == rule.id for finding in findings):
            return Verdict(rule.id, Answer.MET, progress)
        reachable, unknown = within_reach(known, rule.run, today=today)
        if not (reachable and unknown):
            return Verdict(rule.id, Answer.NOT_MET, progress)
        return Verdict(rule.id, Answer.UNKNOWN, progress, *self._what_is_unknown(one, unknown))

    def _what_is_unknown(
        self, one: RuleInForce, days: Sequence[int]
    ) -> tuple[tuple[date, ...], tuple[str, ...]]:
        """Of a rule's unknown days, those that do not answer it; and what is not known to be usual."""
        judge, condition = self._judge_of(one), one.rule.condition
        lacking = {day: set(judge.lacking(condition, day)) for day in days}
        unanswered = tuple(date.fromordinal(day) for day, what in lacking.items() if ANSWER in what)
        return unanswered, tuple(sorted(set().union(*lacking.values()) - {ANSWER}))

    def _judge_of(self, one: RuleInForce) -> Judge:
        return self._of_crises if one.rule.level is Level.CRISIS else self._of_others

    def _alone(self, rules: Sequence[RuleInForce]) -> list[Finding]:
        found: list[Finding] = []
        for one in rules:
            if self._judge_of(one).may_count(one.rule.while_taking):
                found += self._met(one)
        return found

    def _met(self, one: RuleInForce) -> Iterator[Finding]:
        rule, judge = one.rule, self._judge_of(one)
        for run in runs_of(self._days(one), rule.run, lambda day: self._is_not_so(one, day)):
            if len(run) >= rule.run.days_in_a_row and _stands(one, run):
                yield _finding(one, run, judge.evidence(rule.condition, frozenset(run)))

    def _is_not_so(self, one: RuleInForce, day: int) -> bool:
        rule, judge = one.rule, self._judge_of(one)
        if day not in judge.recorded:
            return False
        return not judge.days_taken(rule.while_taking, [day]) or judge.is_so(rule.condition, day) is False

    def _known(self, one: RuleInForce) -> dict[int, bool]:
        """Whether a rule counts a day, by day; those that do not answer it are not there."""
        counted = frozenset(self._days(one))
        return {
            day: day in counted for day in self._facts.days if day in counted or self._is_not_so(one, day)
        }

    def _days(self, one: RuleInForce) -> list[int]:
        judge = self._judge_of(one)
        return sorted(judge.days_taken(one.rule.while_taking, judge.days_so(one.rule.condition)))

    def _together(
        self, one: RuleInForce, condition: Together, findings: Sequence[Finding]
    ) -> Iterator[Finding]:
        counted = symptoms_stood_for(findings, condition.level)
        for run in _runs_among(self._known_together(condition, counted), one.rule.run):
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

    def _known_together(self, condition: Together, counted: Mapping[int, int]) -> dict[int, bool]:
        return {day: counted.get(day, 0) >= condition.symptoms for day in self._facts.days}

    def _silence(self, one: RuleInForce, condition: Silent, today: int) -> Verdict:
        if not self._facts.days:
            return Verdict(one.rule.id, Answer.UNKNOWN, Progress(0, condition.days))
        silent = max(0, today - self._facts.days[-1] - 1)
        answer = Answer.MET if silent >= condition.days else Answer.NOT_MET
        return Verdict(one.rule.id, answer, Progress(silent, condition.days))


def _runs_among(known: Mapping[int, bool], run: Run) -> list[list[int]]:
    days = (day for day, qualifies in known.items() if qualifies)
    return list(runs_of(days, run, lambda day: known.get(day) is False))


def _stands(one: RuleInForce, run: Sequence[int]) -> bool:
    return one.since is None or run[-1] >= one.since.toordinal()


def _finding(one: RuleInForce, run: Sequence[int], evidence: Sequence[Evidence]) -> Finding:
    rule = one.rule
    limit = rule.run.document_days
    return Finding(
        rule=rule.id,
        level=rule.level,
        pack=one.pack,
        guidance_hash=one.guidance_hash,
        condition=rule.condition,
        run=rule.run,
        evidence=tuple(_each_once(evidence)),
        missing_days=_missing_days(run),
        first_day=date.fromordinal(run[0]),
        last_day=date.fromordinal(run[-1]),
        past_document_limit=limit is not None and len(run) >= limit,
        advice=rule.advice,
        source=rule.source,
        adjusted=one.adjusted,
    )


def _missing_days(run: Sequence[int]) -> tuple[date, ...]:
    return tuple(map(date.fromordinal, sorted({*range(run[0], run[-1])} - {*run})))


def _each_once(evidence: Sequence[Evidence]) -> Iterable[Evidence]:
    """A reading that two comparisons rest on is named once a day, as the first of them saw it."""
    first: dict[tuple[date, str, str], Evidence] = {}
    for one in evidence:
        first.setdefault(one[:3], one)
    return first.values()
