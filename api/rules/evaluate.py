"""The one way in which rules read a diary: pure, fast, and the same whatever the order of arrival."""

from datetime import date

from api.rules.compared import Evidence
from api.rules.diary import Baseline, Diary, Readings, Taking
from api.rules.finding import Answer, Evaluation, Finding, Progress, Verdict
from api.rules.judging import Judging
from api.rules.rulebook import Rulebook
from api.rules.verdicts import Verdicts

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
    judging = Judging(diary, rulebook)
    findings = judging.findings()
    verdicts = Verdicts(judging, findings, today.toordinal())
    return Evaluation(findings, tuple(map(verdicts.of, rulebook.rules)))


def findings_in(diary: Diary, rulebook: Rulebook) -> tuple[Finding, ...]:
    """Every run in the diary that meets a rule, ended ones too: by rule as in the rulebook, then by day.

    Rules about symptoms together come last, since they read the findings of the others. An answer on which
    a crisis rests is graded by no rule of another level: for them it is not there, though on later days it
    still says what was usual.
    Source: each rule's own, in the pack.
    """
    return Judging(diary, rulebook).findings()
