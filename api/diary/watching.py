"""A rule in force in words: what it says for this patient, by which numbers, since when, how near."""

from collections.abc import Iterable

from api.alerts.presentation import public_adjusted, public_source
from api.diary.watch_models import Progress, WatchedRule
from api.rules.diary import Taking
from api.rules.evaluate import Verdict
from api.rules.pack import Rule
from api.rules.rulebook import RuleInForce
from api.texts.sentences import advice_lines, level_words, rule_sentence


def concerns(rule: Rule, taking: Iterable[Taking]) -> bool:
    """Whether a rule can say anything about her: one about medicines does for whoever has had one of them."""
    wanted = rule.while_taking
    return wanted is None or any(
        one.medicine in wanted.medicines or one.medicine_class in wanted.classes for one in taking
    )


def watched(one: RuleInForce, verdict: Verdict, *, language: str) -> WatchedRule:
    rule = one.rule
    return WatchedRule(
        rule=rule.id,
        pack=one.pack,
        level=rule.level.value,
        level_words=level_words(rule.level, language),
        sentence=rule_sentence(rule, language),
        mark=rule.mark.value,
        basis=rule.basis,
        adjusted=public_adjusted(one.adjusted),
        verdict=verdict.verdict.value,
        progress=Progress(have=verdict.progress.have, need=verdict.progress.need),
        unknown_days=list(verdict.unknown_days),
        advice=advice_lines(rule.advice, language),
        source=public_source(rule.source),
        in_force_since=one.since or rule.in_force_since,
    )
