"""Rules as sentences, made from their own numbers, so that text and condition agree."""

from collections.abc import Sequence
from itertools import chain

from api.rules.condition import (
    ANY_SYMPTOM,
    DAYS_IN_A_ROW,
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
    comparisons,
)
from api.rules.pack import Rule
from api.rules.rulebook import Adjusted, published_condition
from api.rules.vocabulary import MEASUREMENTS
from api.texts import counted, text, wording

YES_OR_NO = "yes_or_no"
_LOOSE_STOOLS = ("diarrhea", "loose_stools_per_day")


def rule_sentence(rule: Rule, language: str, adjusted: Sequence[Adjusted] = ()) -> str:
    """The rule in words, each of its numbers said; `adjusted` are those that are not the pack's own."""
    own = (adjusted_sentence(one, rule.condition, language) for one in adjusted)
    return " ".join([asked_sentence(rule, language, adjusted), *own])


def asked_sentence(rule: Rule, language: str, adjusted: Sequence[Adjusted] = ()) -> str:
    """As `rule_sentence`, but for whose its numbers are."""
    asked = condition_sentence(rule.condition, rule.run, language, adjusted)
    return " ".join([asked, *while_taking_sentences(rule.while_taking, language)])


def rule_title(rule: str, condition: Condition, language: str) -> str:
    """What a rule is called: its own title, or that of the first reading it looks at."""
    if f"title.rule.{rule}" in wording("en"):
        return text(f"title.rule.{rule}", language)
    first = next(comparisons(condition))
    return reading_title(first.subject, first.attribute, language)


def has_own_title(rule: str, condition: Condition) -> bool:
    """False where a rule is called by the bare name of what it looks at first."""
    first = next(comparisons(condition), None)
    own = {f"title.rule.{rule}", f"title.{first.reading}" if first else ""}
    return not own.isdisjoint(wording("en"))


def reading_title(subject: str, attribute: str, language: str) -> str:
    own = f"title.{subject}.{attribute}"
    return text(own, language) if own in wording("en") else label_words(subject, language)


def condition_sentence(
    condition: Condition, run: Run, language: str, adjusted: Sequence[Adjusted] = ()
) -> str:
    """What has to be so, on how many days, and what a day without an entry does."""
    if isinstance(condition, Silent):
        return _capital(counted("rule.silent", condition.days, language))
    needed = condition_words(condition, language)
    if run.bridged_days or run.days_in_a_row > 1:
        span = counted("span.in_a_row", run.days_in_a_row, language)
        said = [
            text("rule.sentence", language, condition=needed, span=span),
            _bridged(run.bridged_days, language),
        ]
    else:
        said = [text("rule.one_day", language, condition=needed)]
    if run.document_days is not None:
        said.append(document_words("rule.document", run.document_days, condition, adjusted, language))
    return _capital(" ".join(said))


def document_words(
    key: str, days: int, condition: Condition, adjusted: Sequence[Adjusted], language: str
) -> str:
    """The document's limit, which counts by the pack's own numbers: they are said where others are used."""
    published = published_condition(condition, adjusted)
    if published == condition:
        return counted(key, days, language)
    return counted(f"{key}_own", days, language, amount=short_words(published, language))


def condition_words(condition: Condition, language: str) -> str:
    """What has to be so on a day."""
    match condition:
        case Compare():
            return _comparison(condition, language)
        case AllOf(of):
            return text("rule.all", language).join(condition_words(part, language) for part in of)
        case AnyOf(of):
            parts = text("rule.list", language).join(condition_words(part, language) for part in of)
            return text("rule.any", language, parts=parts)
        case Has(what):
            return text(f"has.{what}", language)
        case Together(level, symptoms):
            words = text(f"level.{level.value}", language)
            return text("rule.together", language, level=words, number=symptoms)
        case Silent(days):
            return counted("rule.silent", days, language)


def short_words(condition: Condition, language: str) -> str:
    """What has to be so; of one comparison only its number, where the reading is named before."""
    is_short = isinstance(condition, Compare)
    return amount_words(condition, language) if is_short else condition_words(condition, language)  # type: ignore[arg-type]


def amount_words(node: Compare, language: str) -> str:
    """The number with its unit, and with what it is compared: "4 or more over the usual number"."""
    amount = text(f"how.{node.how.value}", language, value=_asked_for(node, language))
    if node.against is Against.LAST_DAYS:
        return counted(
            "against.last_days", node.last_days, language, amount=amount, known_days=node.known_days
        )
    return text(f"against.{node.against.value}", language, amount=amount)


def value_words(value: float, unit: str, language: str) -> str:
    if unit == YES_OR_NO:
        return text("unit.yes_or_no.no" if value == 0 else "unit.yes_or_no.value", language)
    return text(f"unit.{unit}.value", language, number=number_words(value))


def number_words(number: float) -> str:
    return f"{round(number, 2):.10g}"


def reading_words(subject: str, attribute: str, language: str) -> str:
    """What is looked at: what is asked about a symptom, or about any; or one field of a measurement."""
    if subject in MEASUREMENTS and len(MEASUREMENTS[subject].fields) > 1:
        field = text(f"measurement.{subject}.{attribute}", language)
        return text("reading.field", language, measurement=label_words(subject, language), field=field)
    reading = text("reading.any", language) if subject == ANY_SYMPTOM else label_words(subject, language)
    # How often a day, and a yes or no, are plain from the number that follows.
    asked = f"asked.{attribute}"
    return text(asked, language, reading=reading) if asked in wording("en") else reading


def adjusted_words(adjusted: Adjusted, condition: Condition, language: str) -> str:
    """Which number is used instead of the published one, and whose it is."""
    units = {node.name: node.unit for node in comparisons(condition) if node.lowest is not None}
    number, published = (
        counted("span.days", int(value), language)
        if adjusted.name == DAYS_IN_A_ROW
        else value_words(value, units[adjusted.name], language)
        for value in (adjusted.number, adjusted.pack_number)
    )
    return text(f"adjusted.{adjusted.by}", language, number=number, published=published)


def adjusted_sentence(adjusted: Adjusted, condition: Condition, language: str) -> str:
    return f"{_capital(adjusted_words(adjusted, condition, language))}."


def while_taking_sentences(wanted: WhileTaking | None, language: str) -> list[str]:
    """For which medicines a rule counts, and how long after; none of a rule that counts for everybody."""
    if wanted is None:
        return []
    names = chain(wanted.medicines, (text(f"class.{one}.name", language) for one in wanted.classes))
    said = [text("rule.while_taking", language, medicines=text("why.or", language).join(names))]
    if wanted.days_after:
        said.append(counted("rule.days_after", wanted.days_after, language))
    return said


def _asked_for(node: Compare, language: str) -> str:
    """The number that is compared with; a point on a scale with its word, where it is not a difference."""
    word = f"scale.{node.attribute}.{number_words(node.number)}"
    if node.against is Against.NOTHING and node.unit != YES_OR_NO and word in wording("en"):
        said = text(word, language).lower()
        return text("asked.point", language, number=number_words(node.number), word=said)
    return value_words(node.number, node.unit, language)


def _comparison(node: Compare, language: str) -> str:
    reading = reading_words(node.subject, node.attribute, language)
    if node.unit == YES_OR_NO:
        return text("unit.yes_or_no.amount", language, reading=reading, amount="")
    key = f"unit.{node.unit}.amount"
    # "4 or more loose stools a day" names its symptom by the unit, which a pack may give to another count.
    names_it = node.unit != _LOOSE_STOOLS[1] or node.subject == _LOOSE_STOOLS[0]
    has_own = node.against is Against.NOTHING and names_it and key in wording("en")
    amount = amount_words(node, language)
    return text(key if has_own else "reading.amount", language, reading=reading, amount=amount)


def label_words(subject: str, language: str) -> str:
    """What a symptom or a measurement is called."""
    kind = "measurement" if subject in MEASUREMENTS else "symptom"
    return text(f"{kind}.{subject}.label", language)


def _bridged(days: int, language: str) -> str:
    return counted("rule.bridged", days, language) if days else text("rule.bridged.none", language)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
