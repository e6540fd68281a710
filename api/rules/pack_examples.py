"""The examples of a rule: days as a nurse writes them down, and the finding that she expects."""

from collections.abc import Iterable, Mapping

from api.rules.condition import Compare, Condition, comparisons
from api.rules.diary import Baseline, Readings
from api.rules.pack import Example
from api.rules.pack_table import Table
from api.rules.units import PERCENT, converted
from api.rules.vocabulary import MEASUREMENTS, SYMPTOMS, Attribute, Level

_KEYS = {
    "days", "finding", "missing_days", "past_document_limit", "progress", "because",
    "taking", "stopped_days_ago", "usual_stools", "usual_weight", "ostomy",
}  # fmt: skip
_LEVELS: Mapping[str, Level | None] = {level.value: level for level in Level} | {"none": None}
_NOTHING_WRITTEN = "-"


class _Wrong(ValueError):
    """What is wrong with an example, in words."""


def read_examples(table: Table, condition: Condition) -> tuple[Example, ...]:
    """Raises: GuidanceError naming rule, line and number of the example."""
    examples = table.values.get("examples")
    if not isinstance(examples, list) or not examples:
        table.refuse("has no examples", key="examples")
    read = []
    for number, written in enumerate(examples, start=1):
        try:
            read.append(_example(written, condition))
        except _Wrong as wrong:
            table.refuse(f"example {number} {wrong}", key="examples", item=number)
    return tuple(read)


def _example(written: object, condition: Condition) -> Example:
    if not isinstance(written, dict) or not {"days", "finding"} <= written.keys() <= _KEYS:
        raise _Wrong("needs days and finding, and no unknown words")
    days, finding, progress = written["days"], written["finding"], written.get("progress")
    if finding not in _LEVELS:
        raise _Wrong(f"expects the finding {finding!r}, which is not known")
    if not isinstance(days, list) or not days:
        raise _Wrong("has no days")
    alone = _only_reading(condition)
    return Example(
        days=tuple(tuple(_heads(day, alone)) for day in days),
        finding=_LEVELS[finding],
        missing_days=int(written.get("missing_days", 0)),
        past_document_limit=bool(written.get("past_document_limit")),
        progress=None if progress is None else int(progress),
        because=str(written.get("because", "")),
        taking=tuple(map(str, written.get("taking", ()))),
        stopped_days_ago=written.get("stopped_days_ago"),
        baseline=_baseline(written),
    )


def _baseline(written: Mapping[str, object]) -> Baseline:
    stools, weight, ostomy = (written.get(key) for key in ("usual_stools", "usual_weight", "ostomy"))
    if stools is not None and (not isinstance(stools, int | float) or stools < 0):
        raise _Wrong("has usual_stools that are no number")
    kilograms = None
    if weight is not None:
        numbers, unit = _measured(weight, "weight")
        kilograms = converted(numbers["value"], unit, "kg")
    if not (ostomy is None or isinstance(ostomy, bool)):
        raise _Wrong("has an ostomy that is neither true nor false")
    return Baseline(stools, kilograms, ostomy)


def _only_reading(condition: Condition) -> Compare | None:
    """The comparison whose number may stand for a whole day: that of a rule about one reading only."""
    nodes = list(comparisons(condition))
    return nodes[0] if len({node.reading for node in nodes}) == 1 else None


def _heads(day: object, alone: Compare | None) -> Iterable[Readings]:
    """One head, or several that disagree: a list. "-" is nothing written."""
    if day == _NOTHING_WRITTEN:
        return []
    return [_readings(one, alone) for one in (day if isinstance(day, list) else [day])]


def _readings(head: object, alone: Compare | None) -> Readings:
    if isinstance(head, dict):
        readings: dict[str, dict[str, object]] = {}
        for name, value in head.items():
            subject, _, attribute = name.partition(".")
            if subject in MEASUREMENTS:
                readings[subject] = _measurements(value, subject)  # type: ignore[assignment]
            else:
                readings.setdefault(subject, {})[attribute or Attribute.PRESENCE.value] = _answer(
                    subject, attribute or Attribute.PRESENCE.value, value
                )
        return readings
    if alone is None or alone.subject == "*":
        raise _Wrong(f"has a day that does not say which reading it is: {head!r}")
    if alone.subject in MEASUREMENTS:
        unit = "kg" if alone.unit == PERCENT else alone.unit
        written = head if isinstance(head, str) else f"{head} {unit}"
        return {alone.subject: _measurements(written, alone.subject)}
    return {alone.subject: {alone.attribute: _answer(alone.subject, alone.attribute, head)}}


def _answer(subject: str, attribute: str, value: object) -> object:
    known = {one.value: one for one in (SYMPTOMS[subject].attributes if subject in SYMPTOMS else ())}
    if attribute not in known:
        raise _Wrong(f"has a reading that is not known: {subject}.{attribute}")
    if attribute == Attribute.PRESENCE:
        if not isinstance(value, bool):
            raise _Wrong(f"has an answer about {subject} that is neither true nor false: {value!r}")
        return value
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if not is_number or not 0 <= value <= known[attribute].highest:  # type: ignore[operator]
        raise _Wrong(f"has a day that no diary can hold: {value!r}")
    return value


def _measurements(written: object, kind: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for one in written if isinstance(written, list) else [written]:
        numbers, unit = _measured(one, kind)
        rows.append({**numbers, "unit": unit})
    return rows


def _measured(written: object, kind: str) -> tuple[dict[str, float], str]:
    """The numbers by field and the unit of "38.2 °C" or "142/91 mmHg"."""
    known = MEASUREMENTS[kind]
    text, _, unit = str(written).partition(" ")
    try:
        numbers = dict(zip(known.fields, map(float, text.split("/")), strict=True))
        low, high = known.units[unit]
    except (KeyError, ValueError):
        raise _Wrong(f"has a measurement that is not understood: {written!r}") from None
    if not all(low <= number <= high for number in numbers.values()):
        raise _Wrong(f"has a measurement that no diary can hold: {written!r}")
    return numbers, unit
