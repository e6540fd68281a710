"""Why a finding stands, in words, made from the numbers that are stored in it."""

from dataclasses import dataclass
from datetime import date

from api.rules.compared import Evidence
from api.rules.condition import AnyOf, Compare, Condition, comparisons
from api.rules.finding import Finding
from api.rules.units import converted
from api.texts import counted, text, wording
from api.texts.conditions import (
    YES_OR_NO,
    adjusted_words,
    condition_sentence,
    document_words,
    reading_title,
    reading_words,
    short_words,
    value_words,
)
from api.texts.dates import day_words

_TOLD_FIRST, _TOLD_LAST = 2, 3


@dataclass(frozen=True)
class Explanation:
    """A finding in words: what it is about, what was written on which day, and the rule itself."""

    title: str
    why: str
    sentence: str


def explain(finding: Finding, language: str, today: date) -> Explanation:
    """Why a finding stands, from the numbers stored in it, not from the pack of today."""
    return Explanation(
        title=_title(finding, language),
        why=_why(finding, language, today=today),
        sentence=condition_sentence(finding.condition, finding.run, language, finding.adjusted),
    )


def _title(finding: Finding, language: str) -> str:
    if f"title.rule.{finding.rule}" in wording("en"):
        return text(f"title.rule.{finding.rule}", language)
    first = finding.evidence[0]
    return reading_title(first.symptom, first.attribute, language)


def _why(finding: Finding, language: str, *, today: date) -> str:
    days, why = len(finding.days), _told(finding, language, today=today)
    if not _is_all_yes(finding.condition):
        needed = short_words(finding.condition, language)
        if days == 1 and finding.run.days_in_a_row == 1:
            why = text("why.one_day", language, days=why, condition=needed)
        else:
            span = counted("span.with_gaps" if finding.missing_days else "span.in_a_row", days, language)
            why = text("why.sentence", language, days=why, condition=needed, span=span)
    if finding.adjusted:
        said = [adjusted_words(one, finding.condition, language) for one in finding.adjusted]
        why = text("why.adjusted", language, why=why, adjusted=text("why.join", language).join(said))
    if not finding.past_document_limit:
        return why
    limit = finding.run.document_days or days
    return why + document_words("why.past_limit", limit, finding.condition, finding.adjusted, language)


def _is_all_yes(condition: Condition) -> bool:
    """Whether the rule asks for nothing but a yes: then what was written says it all."""
    return isinstance(condition, Compare | AnyOf) and all(
        node.unit == YES_OR_NO for node in comparisons(condition)
    )


def _told(finding: Finding, language: str, *, today: date) -> str:
    """Every day of the run in words; of a long one the first and last days, and how many lie between."""
    days = finding.days
    told = {day: _day(finding, day, language, today=today) for day in days}
    for day in finding.missing_days:
        told[day] = text("why.missing", language, day=day_words(day, language, today=today))
    in_order = sorted(told)
    join = text("why.join", language)
    if len(days) <= _TOLD_FIRST + _TOLD_LAST:
        return join.join(told[day] for day in in_order)
    first, last = days[_TOLD_FIRST - 1], days[-_TOLD_LAST]
    between = [counted("why.more", len(days) - _TOLD_FIRST - _TOLD_LAST, language)]
    if missing := sum(first < day < last for day in finding.missing_days):
        between.append(counted("why.more_missing", missing, language))
    head = [told[day] for day in in_order if day <= first]
    return join.join(head + between + [told[day] for day in in_order if day >= last])


def _day(finding: Finding, day: date, language: str, *, today: date) -> str:
    of_day = [one for one in finding.evidence if one.day == day]
    is_named = not isinstance(finding.condition, Compare) or finding.condition.subject == "*"
    values = [
        text(
            "why.named",
            language,
            reading=reading_words(one.symptom, one.attribute, language),
            values=_values(one, language),
        )
        if is_named or one.unit == YES_OR_NO
        else _values(one, language)
        for one in of_day
    ]
    said = text("why.and", language).join(values)
    return text("why.day", language, values=said, day=day_words(day, language, today=today))


def _values(evidence: Evidence, language: str) -> str:
    """What was written, as it was typed, and what is usual where it was compared with that."""
    either = text("why.or", language)
    said = either.join(value_words(value, evidence.unit, language) for value in evidence.values)
    typed, unit = either.join(evidence.as_written), evidence.unit
    if typed and len(evidence.as_written) == len(evidence.values):
        said, unit = typed, evidence.as_written[0].rpartition(" ")[2]
    elif typed:
        said = text("why.typed", language, values=said, typed=typed)
    if evidence.usual is None:
        return said
    # In the unit in which the values are said, so that the two can be compared by eye.
    usual = value_words(converted(evidence.usual, evidence.unit, unit), unit, language)
    return text("why.usual", language, values=said, usual=usual)
