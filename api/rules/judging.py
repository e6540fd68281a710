"""What the rules find in one diary, and what each of them knows of its days. Days are ordinals."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from api.rules.compared import Evidence
from api.rules.condition import Together
from api.rules.diary import Diary
from api.rules.facts import Facts
from api.rules.finding import Finding
from api.rules.judge import Judge
from api.rules.rulebook import Rulebook, RuleInForce
from api.rules.runs import runs_among, runs_of
from api.rules.together import symptoms_stood_for
from api.rules.vocabulary import Level


class Judging:
    """One diary held against the rules of one rulebook; made anew for each diary."""

    def __init__(self, diary: Diary, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.facts = Facts(diary)
        # By the id of a rule, which the rulebook keeps.
        self._known: dict[int, Mapping[int, bool]] = {}
        self._near = [rulebook.rules[place] for place in rulebook.quick_look.rules_for(self.facts)]
        self._of_crises = self._of_others = Judge(diary, self.facts)
        crises = self._alone([one for one in self._near if one.rule.level is Level.CRISIS])
        if crises:
            rested_on = (evidence for finding in crises for evidence in finding.evidence)
            ungraded = frozenset((one.day.toordinal(), one.symptom, one.attribute) for one in rested_on)
            self._of_others = Judge(diary, self.facts, ungraded)

    def findings(self) -> tuple[Finding, ...]:
        alone = self._alone(self._near)
        together: list[Finding] = []
        for one in self.rulebook.rules:
            if isinstance(one.rule.condition, Together):
                together += self._together(one, one.rule.condition, alone)
        return (*alone, *together)

    def known_together(self, condition: Together, findings: Sequence[Finding]) -> dict[int, bool]:
        """Whether findings stand for enough symptoms, by recorded day."""
        counted = symptoms_stood_for(findings, condition.level)
        return {day: counted.get(day, 0) >= condition.symptoms for day in self.facts.days}

    def judge_of(self, one: RuleInForce) -> Judge:
        return self._of_crises if one.rule.level is Level.CRISIS else self._of_others

    def _alone(self, rules: Sequence[RuleInForce]) -> list[Finding]:
        found: list[Finding] = []
        for one in rules:
            if self.judge_of(one).may_count(one.rule.while_taking):
                found += self._met(one)
        return found

    def _met(self, one: RuleInForce) -> Iterator[Finding]:
        rule, judge = one.rule, self.judge_of(one)
        for run in runs_of(self._days(one), rule.run, lambda day: self._is_not_so(one, day)):
            if len(run) >= rule.run.days_in_a_row and _stands(one, run):
                evidence = judge.evidence(rule.condition, frozenset(run))
                yield _finding(one, run, evidence, longest=self._longest_as_published(one, run))

    def _longest_as_published(self, one: RuleInForce, run: Sequence[int]) -> int:
        """How many days in a row of a run the pack itself counts, by its own numbers."""
        published = one.as_published
        if published is one:
            return len(run)
        within = frozenset(run)
        days = [day for day in self._days(published) if day in within]
        runs = runs_of(days, one.rule.run, lambda day: self._is_not_so(published, day))
        return max(map(len, runs), default=0)

    def _is_not_so(self, one: RuleInForce, day: int) -> bool:
        rule, judge = one.rule, self.judge_of(one)
        if day not in judge.recorded:
            return False
        return not judge.days_taken(rule.while_taking, [day]) or judge.is_so(rule.condition, day) is False

    def known(self, one: RuleInForce) -> Mapping[int, bool]:
        """Whether a rule counts a day, by day; those that do not answer it are not there."""
        if id(one) not in self._known:
            counted = frozenset(self._days(one))
            answered = (day for day in self.facts.days if day in counted or self._is_not_so(one, day))
            self._known[id(one)] = {day: day in counted for day in answered}
        return self._known[id(one)]

    def _days(self, one: RuleInForce) -> list[int]:
        judge = self.judge_of(one)
        return sorted(judge.days_taken(one.rule.while_taking, judge.days_so(one.rule.condition)))

    def _together(
        self, one: RuleInForce, condition: Together, findings: Sequence[Finding]
    ) -> Iterator[Finding]:
        for run in runs_among(self.known_together(condition, findings), one.rule.run):
            if len(run) >= one.rule.run.days_in_a_row and _stands(one, run):
                days = set(run)
                evidence = [
                    e
                    for finding in findings
                    if finding.level is condition.level
                    for e in finding.evidence
                    if e.day.toordinal() in days
                ]
                yield _finding(one, run, sorted(evidence, key=lambda e: e.day), longest=len(run))


def _stands(one: RuleInForce, run: Sequence[int]) -> bool:
    return one.since is None or run[-1] >= one.since.toordinal()


def _finding(one: RuleInForce, run: Sequence[int], evidence: Sequence[Evidence], *, longest: int) -> Finding:
    """`longest` is how many days in a row of it count for the document's limit."""
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
        past_document_limit=limit is not None and longest >= limit,
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
