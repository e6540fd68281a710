"""What a signature changed against the one before it, worked out from the two texts, which are kept."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from api.rulebooks.clinic_pack import NamedChange, RuleChange, SignatureChanges
from api.rulebooks.easing import history_of
from api.rulebooks.in_force import readable_text
from api.rulebooks.models import GuidanceSignature
from api.rules.comparing import Change, compared
from api.rules.guidance import Guidance
from api.rules.pack import Rule
from api.texts.sentences import change_words, pack_change_words, rule_sentence, rule_title

LANGUAGE = "en"


def changed_by(
    connection: Connection, signatures: Sequence[GuidanceSignature], one: GuidanceSignature
) -> SignatureChanges | None:
    """None for the first signature of a pack. `signatures` are all of the clinic, the newest first."""
    earlier = [before for before in signatures if before.pack == one.pack and before.id < one.id]
    if not earlier:
        return None
    before = earlier[0]
    old, new = readable_text(connection, before), readable_text(connection, one)
    return SignatureChanges(
        version=before.version,
        hash=before.pack_hash,
        signed_by=before.signed_by_name,
        signed_at=before.signed_at,
        added=[rule for rule in one.rules if rule not in before.rules],
        removed=[rule for rule in before.rules if rule not in one.rules],
        milder=history_of(connection, earlier, one.pack).milder_in(new, one.rules) if new else [],
        changes=list(changes_in_words(old, new)) if old and new else None,
        pack_changes=list(pack_changes_in_words(old, new)) if old and new else None,
    )


def changes_in_words(old: Guidance, new: Guidance) -> Iterator[RuleChange]:
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


def pack_changes_in_words(old: Guidance, new: Guidance) -> Iterator[NamedChange]:
    """What changed outside of the rules."""
    for one in compared(old, new).pack:
        yield NamedChange(**pack_change_words(one, LANGUAGE)._asdict())


def _named(change: Change, was: Rule, now: Rule) -> NamedChange:
    before, after = change_words(change, was, now, LANGUAGE)
    return NamedChange(name=change.name, before=before, after=after)
