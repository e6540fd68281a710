"""What another version of a rule does in another way, in words where it is more than a plain value."""

from api.rules.comparing import Change
from api.rules.condition import comparisons
from api.rules.pack import Rule
from api.texts import text
from api.texts.conditions import rule_sentence, while_taking_sentences

CONDITION, WHILE_TAKING = "condition", "while_taking"


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


def _plain(value: object) -> str | None:
    return None if value is None else str(value)
