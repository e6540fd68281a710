"""The examples of a pack, judged: each is a diary, and says what its rule finds in it."""

from dataclasses import dataclass
from datetime import date, timedelta

from api.rules.condition import Together
from api.rules.diary import Diary, Taking
from api.rules.evaluate import evaluate
from api.rules.pack import Example, Guidance, Rule
from api.rules.rulebook import Rulebook, whole
from api.rules.vocabulary import Level

_ANY_DAY = date(2026, 6, 15)


@dataclass(frozen=True)
class Found:
    """What a rule found in an example, in the example's own terms."""

    levels: tuple[Level, ...]
    missing_days: int
    past_document_limit: bool
    progress: int


def diary_of(example: Example, *, today: date = _ANY_DAY) -> Diary:
    """The diary of an example; its last day is today."""
    first = today - timedelta(days=len(example.days) - 1)
    stopped = None if example.stopped_days_ago is None else today - timedelta(days=example.stopped_days_ago)
    return Diary(
        days={first + timedelta(days=number): heads for number, heads in enumerate(example.days) if heads},
        taking=tuple(Taking(name, name, None, stopped) for name in example.taking),
        baseline=example.baseline,
    )


def found_in(example: Example, rule: Rule, guidance: Guidance, *, today: date = _ANY_DAY) -> Found:
    """What the rule says of its example. Rules about symptoms together read the pack's other rules too."""
    book = whole(guidance)
    if not isinstance(rule.condition, Together):
        book = Rulebook(tuple(one for one in book.rules if one.rule.id == rule.id))
    return _found(example, rule, book, today)


def found_beside_crises(example: Example, rule: Rule, guidance: Guidance, *, today: date = _ANY_DAY) -> Found:
    """The same, where the pack's crisis rules read the example too and take away what they rest on."""
    kept = [one for one in whole(guidance).rules if one.rule.id == rule.id or one.rule.level is Level.CRISIS]
    return _found(example, rule, Rulebook(tuple(kept)), today)


def _found(example: Example, rule: Rule, book: Rulebook, today: date) -> Found:
    evaluation = evaluate(diary_of(example, today=today), book, today)
    findings = [finding for finding in evaluation.findings if finding.rule == rule.id]
    (verdict,) = (verdict for verdict in evaluation.verdicts if verdict.rule == rule.id)
    return Found(
        levels=tuple(finding.level for finding in findings),
        missing_days=sum(len(finding.missing_days) for finding in findings),
        past_document_limit=any(finding.past_document_limit for finding in findings),
        progress=verdict.progress.have,
    )


def is_right(example: Example, found: Found) -> bool:
    """Whether what was found is what the example says."""
    return (
        found.levels == ((example.finding,) if example.finding else ())
        and found.missing_days == example.missing_days
        and found.past_document_limit == example.past_document_limit
        and example.progress in (None, found.progress)
    )
