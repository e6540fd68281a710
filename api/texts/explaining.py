"""Findings as sentences: what was written on which day, as it was written, and the rule itself."""

from dataclasses import dataclass
from datetime import date

from api.rules.condition import ANY_SYMPTOM, Compare, comparisons
from api.rules.finding import Finding
from api.rules.judge import Evidence
from api.texts import counted, text, wording
from api.texts.conditions import amount_words, reading_words, run_sentence, short_words

_TOLD_FIRST, _TOLD_LAST = 2, 3
_WEEKDAY_IS_CLEAR_DAYS = 6


@dataclass(frozen=True)
class Explanation:
    """A finding in words: what it is about, what was written on which day, and the rule itself."""

    title: str
    why: str
    sentence: str


def explain(finding: Finding, language: str, today: date) -> Explanation:
    """Why a finding stands, from the numbers stored in it, not from the pack of today."""
    return Explanation(
        title=rule_title(finding.rule, finding.evidence[0].symptom, language),
        why=_why(finding, language, today=today),
        sentence=run_sentence(finding.condition, finding.run, language),
    )


def rule_title(rule: str, subject: str, language: str) -> str:
    """What a rule is called; one that has no name is called after what it is about."""
    own = f"title.{rule}"
    return text(own, language) if own in wording("en") else reading_words(subject, "severity", language)


def day_words(day: date, language: str, *, today: date) -> str:
    """The weekday alone for today and the 6 days before; else with the date, and the year if it differs."""
    weekday = text(f"weekday.{day.isoweekday()}", language)
    if 0 <= (today - day).days <= _WEEKDAY_IS_CLEAR_DAYS:
        return weekday
    key = "date.this_year" if day.year == today.year else "date.other_year"
    month = text(f"month.{day.month}", language)
    return text(key, language, weekday=weekday, day=day.day, month=month, year=day.year)


def _why(finding: Finding, language: str, *, today: date) -> str:
    days = text("why.join", language).join(_days(finding, language, today=today))
    count, alone = len(finding.days), _alone(finding)
    span = counted("span.with_gaps" if finding.missing_days else "span.in_a_row", count, language)
    if alone is None:
        why = text("why.several_days" if count > 1 else "why.only_days", language, days=days, span=span)
    else:
        short = short_words(alone, language)
        spans = count > 1 or finding.run.days_in_a_row > 1
        why = text("why.sentence" if spans else "why.one_day", language, days=days, short=short, span=span)
    if not finding.past_document_limit:
        return why
    return why + counted("why.past_limit", finding.run.document_days or count, language)


def _alone(finding: Finding) -> Compare | None:
    """The rule's only comparison, where it has one and says what it is about."""
    nodes = list(comparisons(finding.condition))
    is_alone = len(nodes) == 1 and nodes[0].subject != ANY_SYMPTOM and nodes[0].unit != "yes_or_no"
    return nodes[0] if is_alone else None


def _days(finding: Finding, language: str, *, today: date) -> list[str]:
    """Every day of the run in words; of a long one the first and last days, and how many lie between."""
    told = {day: _day(day, finding, language, today=today) for day in finding.days}
    for day in finding.missing_days:
        told[day] = text("why.missing", language, day=day_words(day, language, today=today))
    in_order, days = sorted(told), finding.days
    if len(days) <= _TOLD_FIRST + _TOLD_LAST:
        return [told[day] for day in in_order]
    first, last = days[_TOLD_FIRST - 1], days[-_TOLD_LAST]
    between = [counted("why.more", len(days) - _TOLD_FIRST - _TOLD_LAST, language)]
    if missing := sum(first < day < last for day in finding.missing_days):
        between.append(counted("why.more_missing", missing, language))
    head = [told[day] for day in in_order if day <= first]
    return head + between + [told[day] for day in in_order if day >= last]


def _day(day: date, finding: Finding, language: str, *, today: date) -> str:
    alone = _alone(finding)
    said = [
        _values(one, language) if alone else _named(one, language)
        for one in finding.evidence
        if one.day == day
    ]
    values = text("why.join", language).join(said)
    return text("why.day", language, values=values, day=day_words(day, language, today=today))


def _named(evidence: Evidence, language: str) -> str:
    label = reading_words(evidence.symptom, evidence.attribute, language)
    if evidence.unit == "yes_or_no":
        return label
    return text("why.named", language, label=label, values=_values(evidence, language))


def _values(evidence: Evidence, language: str) -> str:
    """The values of one reading as they were typed, and what is usual where they were held against it."""
    typed = list(evidence.as_written) or [
        amount_words(one, evidence.unit, language) for one in evidence.values
    ]
    amount = text("why.or", language).join(typed)
    if evidence.usual is None:
        return amount
    usual = amount_words(evidence.usual, evidence.unit, language)
    return text("amount.usual", language, amount=amount, usual=usual)
