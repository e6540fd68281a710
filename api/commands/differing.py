"""What today's finding has in another way than the one that an alert stands on, line by line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from api.alerts.effects import touching
from api.rules.compared import Evidence
from api.rules.condition import DAYS_IN_A_ROW, AllOf, AnyOf, Compare, Condition, Run, comparisons
from api.rules.finding import Finding
from api.texts.sentences import condition_sentence, level_words, value_words

LANGUAGE = "en"
NOT_COUNTED = "not counted"


def days(run: Finding) -> Iterator[str]:
    """Every reading that a finding rests on, with its day."""
    return (f"{_where(one)} {_written(one)}" for one in run.evidence)


def differing(then: Finding, found: Sequence[Finding]) -> Iterator[str]:
    """What differs between a finding and the nearest of today's; nothing where it is found as it was."""
    near = touching(found, then)
    if not near:
        yield f"Days:       nothing stands from {then.first_day} to {then.last_day}"
        return
    now = min(near, key=lambda one: len(list(_lines(then, one))))
    yield from _lines(then, now)


def _lines(then: Finding, now: Finding) -> Iterator[str]:
    yield from _numbers(then, now)
    yield from _asks(then, now)
    if then.level is not now.level:
        was, today = (level_words(one.level, LANGUAGE) for one in (then, now))
        yield f"Level:      then “{was}”; now “{today}”"
    yield from _between_days(_by_day(then), _by_day(now))
    if then.past_document_limit is not now.past_document_limit:
        past = ("then", "now") if then.past_document_limit else ("now", "then")
        yield f"Limit:      past the document's own limit {past[0]}, not {past[1]}"
    for name, was, today in (
        ("Advice", then.advice, now.advice),
        ("Source", _source(then), _source(now)),
        ("Pack", then.pack, now.pack),
    ):
        if was != today:
            yield f"{name + ':':11} then {was}; now {today}"


def _numbers(then: Finding, now: Finding) -> Iterator[str]:
    was, today = _used(then), _used(now)
    for name in was:
        if name in today and was[name] != today[name]:
            yield f"Number:     {name} then {was[name]}; now {today[name]}"


def _used(run: Finding) -> Mapping[str, str]:
    """Each number that may be set, and whose it is."""
    own = {one.name: one for one in run.adjusted}
    settable = [node for node in comparisons(run.condition) if node.lowest is not None]
    units = {node.name: node.unit for node in settable}
    numbers: dict[str, float] = {node.name: node.number for node in settable}
    numbers[DAYS_IN_A_ROW] = run.run.days_in_a_row
    said = {}
    for name, number in numbers.items():
        words = _amount(number, units.get(name))
        if name in own:
            pack_number = _amount(own[name].pack_number, units.get(name))
            said[name] = f"{words}, the {own[name].by}'s own (the pack has {pack_number})"
        else:
            said[name] = f"{words}, the pack's"
    return said


def _amount(number: float, unit: str | None) -> str:
    return f"{number:g}" if unit is None else value_words(number, unit, LANGUAGE)


def _asks(then: Finding, now: Finding) -> Iterator[str]:
    """What the rule asks in another way, but for the numbers that may be set: those are told by name."""
    if _asked(then) == _asked(now):
        return
    was, today = (condition_sentence(one.condition, one.run, LANGUAGE, one.adjusted) for one in (then, now))
    if was == today:
        yield "Rule:       the same, but other numbers of it may be set, or within other bounds"
    else:
        yield f"Rule:       then “{was}” Now “{today}”"


def _asked(run: Finding) -> tuple[Condition, Run]:
    return _bare(run.condition), replace(run.run, days_in_a_row=0)


def _bare(condition: Condition) -> Condition:
    match condition:
        case Compare():
            return condition if condition.lowest is None else replace(condition, number=0)
        case AllOf(of) | AnyOf(of):
            return type(condition)(tuple(map(_bare, of)))
    return condition


def _between_days(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for where in sorted(then.keys() | now.keys()):
        was, today = then.get(where, NOT_COUNTED), now.get(where, NOT_COUNTED)
        if was != today:
            yield f"Day:        {where} then {was}; now {today}"


def _by_day(run: Finding) -> Mapping[str, str]:
    written: dict[str, list[str]] = {}
    for one in run.evidence:
        written.setdefault(_where(one), []).append(_written(one))
    told = {where: " and ".join(said) for where, said in written.items()}
    return told | {f"{day}:": "nothing written" for day in run.missing_days}


def _where(one: Evidence) -> str:
    return f"{one.day}: {one.symptom}.{one.attribute}"


def _written(one: Evidence) -> str:
    values = " or ".join(f"{value:g}" for value in one.values)
    typed = f", typed as {' or '.join(one.as_written)}" if one.as_written else ""
    usual = f", usual {one.usual:g}" if one.usual is not None else ""
    return f"{values}{typed}{usual}"


def _source(run: Finding) -> str:
    return f"{run.source.title} ({run.source.publisher}), {run.source.section}"
