"""A rule in force in words: what it says for this patient, by which numbers, since when, how near."""

from collections.abc import Iterable, Sequence
from datetime import date

from api.alerts.presentation import public_adjusted, public_source
from api.diary.watch_models import Progress, WatchedMedicine, WatchedRule
from api.rules.diary import Taking
from api.rules.evaluate import Verdict
from api.rules.pack import Rule
from api.rules.rulebook import RuleInForce
from api.texts.sentences import adjusted_sentence, advice_lines, asked_sentence, level_words


def concerns(rule: Rule, taking: Iterable[Taking], *, since: date) -> bool:
    """Whether a rule can say anything about her days since then."""
    return rule.while_taking is None or bool(medicines_of(rule, taking, since=since))


def medicines_of(rule: Rule, taking: Iterable[Taking], *, since: date) -> list[WatchedMedicine]:
    """Those of her medicines that a rule is about, while they are taken and for as long after as it says.

    Each once: one that was stopped and begun again is taken.
    """
    stopped: dict[str, date | None] = {}
    for one in taking:
        if _counts(rule, one, since=since):
            ends = one.stopped, stopped.get(one.medicine, date.min)
            stopped[one.medicine] = None if None in ends else max(end for end in ends if end)
    return [WatchedMedicine(medicine=medicine, stopped_on=end) for medicine, end in stopped.items()]


def watched(
    one: RuleInForce, verdict: Verdict, *, taking: Sequence[Taking], since: date, language: str
) -> WatchedRule:
    rule = one.rule
    return WatchedRule(
        rule=rule.id,
        pack=one.pack,
        level=rule.level.value,
        level_words=level_words(rule.level, language),
        sentence=asked_sentence(rule, language, one.adjusted),
        mark=rule.mark.value,
        basis=rule.basis,
        adjusted=public_adjusted(one.adjusted),
        own_numbers=[adjusted_sentence(number, rule.condition, language) for number in one.adjusted],
        while_taking=medicines_of(rule, taking, since=since),
        verdict=verdict.verdict.value,
        progress=Progress(have=verdict.progress.have, need=verdict.progress.need),
        unknown_days=list(verdict.unknown_days),
        unknown_usual=list(verdict.unknown_usual),
        advice=advice_lines(rule.advice, language),
        source=public_source(rule.source),
        in_force_since=one.since or rule.in_force_since,
    )


def _counts(rule: Rule, one: Taking, *, since: date) -> bool:
    wanted = rule.while_taking
    if wanted is None or not one.is_one_of(wanted):
        return False
    last = one.last_day_for(wanted)
    return last is None or last >= since
