"""What another version of a rule does in another way, in words where it is more than a plain value."""

from typing import NamedTuple

from api.rules.comparing import Change
from api.rules.comparing_packs import PackChange
from api.rules.condition import comparisons
from api.rules.pack import Rule
from api.texts import text
from api.texts.conditions import label_words, rule_sentence, while_taking_sentences

CONDITION, WHILE_TAKING = "condition", "while_taking"
# Lists of what the diary asks, told as it names them there.
ASKED = frozenset({"core", "asked", "measured", "side_effect"})


class ChangeInWords(NamedTuple):
    """None where it was not there."""

    name: str
    before: str | None
    after: str | None


def pack_change_words(change: PackChange, language: str) -> ChangeInWords:
    """One thing of a pack outside of its rules, before and after."""
    name = text(f"change.pack.{change.what}", language, of=change.of)
    before, after = (_listed(one, change.what, language) for one in (change.before, change.after))
    return ChangeInWords(name, before, after)


def change_words(change: Change, before: Rule, after: Rule, language: str) -> tuple[str | None, str | None]:
    """One thing of a rule before and after; None where it was not there."""
    if change.name == CONDITION:
        return _sentences(before, after, language)
    if change.name == WHILE_TAKING:
        return _taking(before, language), _taking(after, language)
    return _plain(change.before), _plain(change.after)


def _sentences(before: Rule, after: Rule, language: str) -> tuple[str, str]:
    was, now = rule_sentence(before, language), rule_sentence(after, language)
    if was != now:
        return was, now
    # Only what its numbers are called can change without another sentence.
    return _called(before, language), _called(after, language)


def _called(rule: Rule, language: str) -> str:
    names = text("why.join", language).join(node.name for node in comparisons(rule.condition))
    return text("change.called", language, sentence=rule_sentence(rule, language), names=names)


def _taking(rule: Rule, language: str) -> str | None:
    return " ".join(while_taking_sentences(rule.while_taking, language)) or None


def _listed(value: object, what: str, language: str) -> str | None:
    if not isinstance(value, tuple):
        return _plain(value)
    said = (label_words(one, language) if what in ASKED else one for one in value)
    return text("why.join", language).join(said)


def _plain(value: object) -> str | None:
    return None if value is None else str(value)
