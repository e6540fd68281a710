"""A clinic's guidance in words, for whoever signs it."""

from collections.abc import Collection, Iterator, Mapping

from api.rulebooks.clinic_pack import (
    AdjustableNumber,
    ClinicPack,
    NamedChange,
    NewerText,
    RuleChange,
    RuleSource,
    SignableRule,
    SignaturePublic,
    WithdrawalPublic,
)
from api.rulebooks.in_force import ClinicRules
from api.rulebooks.models import GuidanceSignature
from api.rules.comparing import Change, compared
from api.rules.guidance import DOCUMENT, Guidance
from api.rules.pack import Rule
from api.rules.rulebook import numbers_of
from api.texts.sentences import change_words, level_words, rule_sentence, rule_title

LANGUAGE = "en"
Numbers = Mapping[tuple[str, str], float]


def public_pack(
    *,
    shipped: Guidance | None,
    signature: GuidanceSignature | None,
    signed: Guidance | None,
    withdrawn: GuidanceSignature | None,
    rules: ClinicRules,
) -> ClinicPack:
    """One pack: the text that stands signed, or else the one that ships; and the newer one, if there is."""
    shown = signed if signature and signed else shipped or signed
    assert shown is not None
    in_force = {rule.rule.id for rule in rules.book.rules if rule.pack == shown.id}
    numbers = {(one.rule, one.number_name): one.value for one in rules.thresholds if one.pack == shown.id}
    newer = shipped if signature and shipped and shipped.hash != signature.pack_hash else None
    return ClinicPack(
        pack=shown.id,
        title=shown.source.title,
        publisher=shown.source.publisher,
        state="in_force" if in_force else "unsigned",
        needs_signature=shown.id != DOCUMENT,
        version=shown.version,
        hash=shown.hash,
        rules=_rules(shown, in_force=in_force, numbers=numbers),
        signature=_signature(signature) if signature else None,
        withdrawal=_withdrawal(withdrawn) if withdrawn and not signature else None,
        newer=_newer(newer, since=shown, in_force=in_force, numbers=numbers) if newer else None,
    )


def _newer(text: Guidance, *, since: Guidance, in_force: Collection[str], numbers: Numbers) -> NewerText:
    return NewerText(
        version=text.version,
        hash=text.hash,
        rules=_rules(text, in_force=in_force, numbers=numbers),
        changes=list(_changes(since, text)),
    )


def _changes(old: Guidance, new: Guidance) -> Iterator[RuleChange]:
    found = compared(old, new)
    before, after = ({rule.id: rule for rule in pack.rules} for pack in (old, new))
    for name in (*found.added, *found.removed, *found.changed):
        was, now = before.get(name), after.get(name)
        rule = now or was
        assert rule is not None
        before_it, after_it = (rule_sentence(one, LANGUAGE) if one else None for one in (was, now))
        named = [_named(one, before[name], after[name]) for one in found.changed.get(name, ())]
        yield RuleChange(
            rule=name,
            title=rule_title(name, rule.condition, LANGUAGE),
            before=before_it,
            after=after_it,
            # The sentences above it say how the condition changed.
            named=[one for one in named if (one.before, one.after) != (before_it, after_it)],
        )


def _named(change: Change, was: Rule, now: Rule) -> NamedChange:
    before, after = change_words(change, was, now, LANGUAGE)
    return NamedChange(name=change.name, before=before, after=after)


def _rules(text: Guidance, *, in_force: Collection[str], numbers: Numbers) -> list[SignableRule]:
    return [
        SignableRule(
            rule=rule.id,
            title=rule_title(rule.id, rule.condition, LANGUAGE),
            level=rule.level.value,
            level_words=level_words(rule.level, LANGUAGE),
            sentence=rule_sentence(rule, LANGUAGE),
            mark=rule.mark.value,
            basis=rule.basis,
            source=RuleSource.model_validate(rule.source),
            by_default=not rule.needs_own_tick,
            in_force=rule.id in in_force,
            numbers=_numbers(rule, numbers),
        )
        for rule in text.rules
    ]


def _numbers(rule: Rule, numbers: Numbers) -> list[AdjustableNumber]:
    return [
        AdjustableNumber(
            name=one.name,
            number=numbers.get((rule.id, one.name), one.number),
            pack_number=one.number,
            unit=one.unit,
            lowest=one.lowest,
            highest=one.highest,
            weaker_upwards=one.weaker_upwards,
        )
        for one in numbers_of(rule)
    ]


def _withdrawal(one: GuidanceSignature) -> WithdrawalPublic | None:
    if one.ended_at is None:
        return None
    return WithdrawalPublic(
        withdrawn_by=one.ended_by_name or "", withdrawn_at=one.ended_at, reason=one.end_reason or ""
    )


def _signature(one: GuidanceSignature) -> SignaturePublic:
    return SignaturePublic(
        version=one.version,
        hash=one.pack_hash,
        rules=one.rules,
        left_out=one.left_out,
        reason=one.reason,
        signed_by=one.signed_by_name,
        signed_at=one.signed_at,
        in_force_from=one.in_force_from,
    )
