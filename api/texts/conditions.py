"""Conditions and rules as sentences, made from their own numbers, so that text and condition agree."""

from collections.abc import Iterable

from api.rules.condition import (
    ANY_SYMPTOM,
    Against,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Has,
    Run,
    Silent,
    Together,
    WhileTaking,
)
from api.rules.pack import Rule
from api.rules.rulebook import Adjusted
from api.rules.vocabulary import MEASUREMENTS
from api.texts import counted, text, wording

_ASKED_FIRST = ("count", "severity", "presence")


def rule_sentence(rule: Rule, language: str, adjusted: Iterable[Adjusted] = ()) -> str:
    """The rule in words, each of its numbers said, and which of them the clinic has set."""
    parts = [run_sentence(rule.condition, rule.run, language)]
    if rule.while_taking is not None:
        parts.append(_taking(rule.while_taking, language))
    parts += [
        text(
            f"rule.adjusted.{one.by}",
            language,
            number=number_words(one.number),
            pack_number=number_words(one.pack_number),
        )
        for one in adjusted
    ]
    return " ".join(parts)


def run_sentence(condition: Condition, run: Run, language: str) -> str:
    """What has to be so, and on how many days."""
    words = condition_words(condition, language)
    spans_days = run.days_in_a_row > 1 or run.bridged_days > 0
    if not spans_days:
        parts = [text("rule.one_day", language, condition=words)]
    else:
        span = counted("span.in_a_row", run.days_in_a_row, language)
        parts = [
            text("rule.sentence", language, condition=words, span=span),
            _bridged(run.bridged_days, language),
        ]
    if run.document_days is not None:
        parts.append(counted("rule.document", run.document_days, language))
    return " ".join(parts)


def condition_words(condition: Condition, language: str) -> str:
    """A condition in words, without the days that it needs."""
    match condition:
        case Compare():
            return _compared(condition, language)
        case AllOf():
            return _joined(condition.of, text("condition.and", language), language)
        case AnyOf():
            return _joined(condition.of, text("condition.or", language), language)
        case Has():
            return text("condition.ostomy", language)
        case Silent():
            return counted("condition.silent", condition.days, language)
        case Together():
            return text(f"condition.together.{condition.level.value}", language, number=condition.symptoms)


def reading_words(subject: str, attribute: str, language: str) -> str:
    """What is compared, as the page calls it."""
    if subject == ANY_SYMPTOM:
        return text("condition.any_symptom", language)
    if subject in MEASUREMENTS:
        label = text(f"measurement.{subject}.label", language)
        if len(MEASUREMENTS[subject].fields) == 1:
            return label
        field = text(f"measurement.{subject}.{attribute}", language)
        return text("condition.measured", language, label=label, field=field[:1].lower() + field[1:])
    label = text(f"symptom.{subject}.label", language)
    if attribute in _ASKED_FIRST:
        return label
    return text(
        "condition.asked", language, label=label, attribute=text(f"condition.attribute.{attribute}", language)
    )


def short_words(node: Compare, language: str) -> str:
    """A comparison without the name of what it is about."""
    if node.against is not Against.NOTHING or node.unit == "yes_or_no":
        words = _compared(node, language)
        return words[:1].lower() + words[1:]
    return text(f"short.{node.how.value}", language, amount=amount_words(node.number, node.unit, language))


def amount_words(number: float, unit: str, language: str) -> str:
    """A value with its unit, where people say one."""
    if unit == "points":
        return text("amount.points", language, number=number_words(number))
    if f"compare.{unit}.at_least" in wording("en"):
        return text("amount.bare", language, number=number_words(number))
    return text("amount.measured", language, number=number_words(number), unit=unit)


def number_words(number: float) -> str:
    return f"{number:g}"


def _compared(node: Compare, language: str) -> str:
    kind = node.against.value if node.against is not Against.NOTHING else node.unit
    if f"compare.{kind}.at_least" not in wording("en"):
        kind = "measured"
    return text(
        f"compare.{kind}.{node.how.value}",
        language,
        reading=reading_words(node.subject, node.attribute, language),
        number=number_words(node.number),
        unit=node.unit,
        days=node.last_days,
        known=node.known_days,
    )


def _joined(parts: Iterable[Condition], between: str, language: str) -> str:
    said = []
    for part in parts:
        words = condition_words(part, language)
        said.append(
            text("condition.inside", language, parts=words) if isinstance(part, AllOf | AnyOf) else words
        )
    return between.join(said)


def _bridged(days: int, language: str) -> str:
    return counted("rule.bridged", days, language) if days else text("rule.bridged.none", language)


def _taking(wanted: WhileTaking, language: str) -> str:
    names = [*wanted.medicines, *(text(f"class.{one}.name", language) for one in wanted.classes)]
    medicines = text("condition.comma", language).join(names[:-1])
    medicines = text("condition.or", language).join(filter(None, [medicines, names[-1]]))
    if not wanted.days_after:
        return text("rule.taking.now", language, medicines=medicines)
    key = "rule.taking.one" if wanted.days_after == 1 else "rule.taking.other"
    return text(key, language, medicines=medicines, number=wanted.days_after)
