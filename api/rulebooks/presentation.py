"""A clinic's guidance in words, for whoever signs it."""

from collections.abc import Collection, Mapping, Sequence

from api.rulebooks.changes import LANGUAGE, changes_in_words, pack_changes_in_words
from api.rulebooks.clinic_pack import (
    AdjustableNumber,
    ClinicPack,
    NewerText,
    RuleSource,
    SignableRule,
    SignatureChanges,
    SignaturePublic,
    WithdrawalPublic,
)
from api.rulebooks.in_force import ClinicRules
from api.rulebooks.models import GuidanceSignature
from api.rules.guidance import DOCUMENT, Guidance
from api.rules.pack import Rule
from api.rules.rulebook import numbers_of
from api.texts.sentences import level_words, rule_sentence, rule_title

Numbers = Mapping[tuple[str, str], float]


def public_pack(
    *,
    shipped: Guidance | None,
    signature: GuidanceSignature | None,
    signed: Guidance | None,
    withdrawn: GuidanceSignature | None,
    rules: ClinicRules,
    changed: SignatureChanges | None = None,
    milder: Sequence[str] = (),
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
        signature=_signature(signature, changed) if signature else None,
        withdrawal=_withdrawal(withdrawn) if withdrawn and not signature else None,
        newer=_newer(newer, since=shown, in_force=in_force, numbers=numbers) if newer else None,
        milder=list(milder),
    )


def _newer(text: Guidance, *, since: Guidance, in_force: Collection[str], numbers: Numbers) -> NewerText:
    return NewerText(
        version=text.version,
        hash=text.hash,
        rules=_rules(text, in_force=in_force, numbers=numbers),
        changes=list(changes_in_words(since, text)),
        pack_changes=list(pack_changes_in_words(since, text)),
    )


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
        withdrawn_by=one.ended_by_name or "",
        withdrawn_at=one.ended_at,
        reason=one.end_reason or "",
        rules=one.rules,
    )


def _signature(one: GuidanceSignature, changed: SignatureChanges | None) -> SignaturePublic:
    return SignaturePublic(
        version=one.version,
        hash=one.pack_hash,
        rules=one.rules,
        left_out=one.left_out,
        reason=one.reason,
        signed_by=one.signed_by_name,
        signed_at=one.signed_at,
        in_force_from=one.in_force_from,
        changed=changed,
    )
