"""Rules and findings as sentences, made from their own numbers, so that text and condition agree."""

from dataclasses import dataclass
from datetime import date

from api.rules.condition import Compare, Condition, Run, comparisons
from api.rules.finding import Finding
from api.rules.judge import Evidence
from api.rules.pack import Rule
from api.texts import counted, text, wording

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
    symptom, attribute = finding.evidence[0].symptom, finding.evidence[0].attribute
    return Explanation(
        title=_title(symptom, attribute, language),
        why=_why(finding, language, today=today),
        sentence=_sentence(finding.condition, finding.run, language),
    )


def rule_sentence(rule: Rule, language: str) -> str:
    """The rule in words, each of its numbers said."""
    return _sentence(rule.condition, rule.run, language)


def day_words(day: date, language: str, *, today: date) -> str:
    """The weekday alone for today and the 6 days before; else with the date, and the year if it differs."""
    weekday = text(f"weekday.{day.isoweekday()}", language)
    if 0 <= (today - day).days <= _WEEKDAY_IS_CLEAR_DAYS:
        return weekday
    key = "date.this_year" if day.year == today.year else "date.other_year"
    month = text(f"month.{day.month}", language)
    return text(key, language, weekday=weekday, day=day.day, month=month, year=day.year)


def _title(symptom: str, attribute: str, language: str) -> str:
    own = f"title.{symptom}.{attribute}"
    return text(own if own in wording("en") else f"symptom.{symptom}.label", language)


def _sentence(condition: Condition, run: Run, language: str) -> str:
    node = _only(condition)
    return text(
        "rule.sentence",
        language,
        at_least=text(
            f"unit.{node.unit}.at_least",
            language,
            number=_number(node.number),
            symptom=text(f"symptom.{node.subject}.label", language),
        ),
        span=counted("span.in_a_row", run.days_in_a_row, language),
        bridged=_bridged(run.bridged_days, language),
        document=counted("rule.document", run.document_days or run.days_in_a_row, language),
    )


def _only(condition: Condition) -> Compare:
    return next(comparisons(condition))


def _bridged(days: int, language: str) -> str:
    return counted("rule.bridged", days, language) if days else text("rule.bridged.none", language)


def _why(finding: Finding, language: str, *, today: date) -> str:
    node, days = _only(finding.condition), len(finding.days)
    span = "span.with_gaps" if finding.missing_days else "span.in_a_row"
    why = text(
        "why.sentence",
        language,
        days=text("why.join", language).join(_days(finding, language, today=today)),
        at_least=text(f"unit.{node.unit}.short", language, number=_number(node.number)),
        span=counted(span, days, language),
    )
    if not finding.past_document_limit:
        return why
    return why + counted("why.past_limit", finding.run.document_days or days, language)


def _days(finding: Finding, language: str, *, today: date) -> list[str]:
    """Every day of the run in words; of a long one the first and last days, and how many lie between."""
    told = {e.day: _evidence(e, language, today=today) for e in finding.evidence}
    for day in finding.missing_days:
        told[day] = text("why.missing", language, day=day_words(day, language, today=today))
    in_order = sorted(told)
    if len(finding.evidence) <= _TOLD_FIRST + _TOLD_LAST:
        return [told[day] for day in in_order]
    first, last = finding.evidence[_TOLD_FIRST - 1].day, finding.evidence[-_TOLD_LAST].day
    between = [counted("why.more", len(finding.evidence) - _TOLD_FIRST - _TOLD_LAST, language)]
    if missing := sum(first < day < last for day in finding.missing_days):
        between.append(counted("why.more_missing", missing, language))
    head = [told[day] for day in in_order if day <= first]
    return head + between + [told[day] for day in in_order if day >= last]


def _evidence(evidence: Evidence, language: str, *, today: date) -> str:
    values = [
        text(f"unit.{evidence.unit}.value", language, number=_number(value)) for value in evidence.values
    ]
    return text(
        "why.day",
        language,
        values=text("why.or", language).join(values),
        day=day_words(evidence.day, language, today=today),
    )


def _number(number: float) -> str:
    return f"{number:g}"
