"""How near a rule is that says nothing yet, and what is unknown while it hangs. Days are ordinals."""

from collections.abc import Mapping, Sequence, Set
from datetime import date

from api.rules.condition import ANY_SYMPTOM, AllOf, AnyOf, Compare, Condition, Silent, Together
from api.rules.finding import Answer, Finding, Progress, Verdict
from api.rules.judge import ANSWER, Judge
from api.rules.judging import Judging
from api.rules.rulebook import RuleInForce
from api.rules.runs import alive, days_of_reach, run_that_might_hold, runs_among, within_reach
from api.rules.together import choices_of, is_about_any, most_symptoms, symptoms_stood_for

# A rule that answers which are not there could make count, and the unknown days on which that hangs.
_Hanging = tuple[RuleInForce, Sequence[int]]


class Verdicts:
    """What each rule says of one diary today."""

    def __init__(self, judging: Judging, findings: Sequence[Finding], today: int) -> None:
        self._judging = judging
        self._findings = findings
        self._today = today

    def of(self, one: RuleInForce) -> Verdict:
        """The verdict of a rule; unknown while unknown days, or rules that it counts, could make it so."""
        condition = one.rule.condition
        if isinstance(condition, Silent):
            return self._of_silence(one, condition)
        if isinstance(condition, Together):
            return self._of_together(one, condition)
        rule, known = one.rule, self._judging.known(one)
        have = alive(runs_among(known, rule.run), known, rule.run, today=self._today)
        progress = Progress(have, rule.run.days_in_a_row)
        if self._is_met(one):
            return Verdict(rule.id, Answer.MET, progress)
        unknown = self._unknown_days(one, known)
        if not unknown:
            return Verdict(rule.id, Answer.NOT_MET, progress)
        return Verdict(rule.id, Answer.UNKNOWN, progress, *_said(self._lacking(one, unknown)))

    def _of_silence(self, one: RuleInForce, condition: Silent) -> Verdict:
        days = self._judging.facts.days
        if not days:
            return Verdict(one.rule.id, Answer.UNKNOWN, Progress(0, condition.days))
        silent = max(0, self._today - days[-1] - 1)
        answer = Answer.MET if silent >= condition.days else Answer.NOT_MET
        return Verdict(one.rule.id, answer, Progress(silent, condition.days))

    def _of_together(self, one: RuleInForce, condition: Together) -> Verdict:
        days = self._judging.facts.days
        counted = symptoms_stood_for(self._findings, condition.level)
        progress = Progress(sum(counted.get(day, 0) for day in days[-1:]), condition.symptoms)
        if self._is_met(one):
            return Verdict(one.rule.id, Answer.MET, progress)
        known = self._judging.known_together(condition, self._findings)
        hanging = {
            day: found
            for day in range(self._today, self._today - days_of_reach(one.rule.run), -1)
            if known.get(day) is False and (found := self._hanging(condition, day))
        }
        unknown = self._unknown_days(one, {day: so for day, so in known.items() if day not in hanging})
        if not unknown:
            return Verdict(one.rule.id, Answer.NOT_MET, progress)
        lacking = [(day, ANSWER) for day in unknown if day not in hanging]
        others = [other for day in unknown for other in hanging.get(day, ())]
        lacking += [what for other, on in others for what in self._lacking(other, on)]
        return Verdict(one.rule.id, Answer.UNKNOWN, progress, *_said(lacking))

    def _hanging(self, condition: Together, day: int) -> list[_Hanging]:
        """The rules that could bring a day to as many symptoms as are needed; none where they cannot."""
        hanging: list[_Hanging] = []
        choices: list[Set[str]] = []
        for one in self._judging.rulebook.rules:
            rule = one.rule
            if rule.level is not condition.level or isinstance(rule.condition, Silent | Together):
                continue
            found = self._found_on(one, day)
            unknown = [day] if found else self._unknown_days_with(one, day)
            judge = self._judging.judge_of(one)
            further = _nameable(judge, rule.condition, day) - found if unknown else set()
            about_any = is_about_any(rule.condition)
            if further and not (about_any and found):
                hanging.append((one, unknown))
                # Any symptom may be any number of them.
                copies = condition.symptoms if about_any else 1
                choices += [{name or f"{rule.id} {n}" for name in found | further} for n in range(copies)]
            else:
                choices += choices_of(rule.condition, found)
        return hanging if most_symptoms(choices) >= condition.symptoms else []

    def _found_on(self, one: RuleInForce, day: int) -> set[str]:
        """The symptoms that the rule's finding of that day names."""
        on = date.fromordinal(day)
        return {
            evidence.symptom
            for finding in self._findings
            if finding.rule == one.rule.id
            for evidence in finding.evidence
            if evidence.day == on
        }

    def _unknown_days_with(self, one: RuleInForce, day: int) -> list[int]:
        """The unknown days of a run that would be long enough with this day."""
        known = self._judging.known(one)
        return [
            on for on in run_that_might_hold(known, one.rule.run, day, today=self._today) if on not in known
        ]

    def _is_met(self, one: RuleInForce) -> bool:
        return any(finding.rule == one.rule.id for finding in self._findings)

    def _unknown_days(self, one: RuleInForce, known: Mapping[int, bool]) -> list[int]:
        """The unknown days on which it hangs; none where they could not make it so."""
        is_reachable, unknown = within_reach(known, one.rule.run, today=self._today)
        return unknown if is_reachable else []

    def _lacking(self, one: RuleInForce, days: Sequence[int]) -> list[tuple[int, str]]:
        judge = self._judging.judge_of(one)
        return [(day, what) for day in days for what in judge.lacking(one.rule.condition, day)]


def _nameable(judge: Judge, condition: Condition, day: int) -> set[str]:
    """The symptoms that could be named for a day if what is unknown were so; "" for any that is not known."""
    if isinstance(condition, AllOf | AnyOf) and judge.is_so(condition, day) is not False:
        return set().union(*(_nameable(judge, part, day) for part in condition.of))
    if isinstance(condition, Compare) and judge.is_so(condition, day) is not False:
        return {"" if condition.subject == ANY_SYMPTOM else condition.subject}
    return set()


def _said(lacking: Sequence[tuple[int, str]]) -> tuple[tuple[date, ...], tuple[str, ...]]:
    """The days that do not answer, and what is not known to be usual."""
    unanswered = sorted({day for day, what in lacking if what == ANSWER})
    usual = sorted({what for _, what in lacking if what != ANSWER})
    return tuple(map(date.fromordinal, unanswered)), tuple(usual)
