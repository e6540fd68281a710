"""Whether a rule in a newer text is milder: met less often, of a lower level, or not to be compared."""

from dataclasses import replace

from api.rules.condition import Against, AllOf, AnyOf, Compare, Condition, How, Run, Silent, WhileTaking
from api.rules.pack import Rule
from api.rules.units import converted


def is_milder(new: Rule, *, than: Rule) -> bool:
    """Whether there may be a diary of which `new` says less than the other rule of the same id.

    Where two conditions cannot be compared, it is: nobody should have to trust a text that was only reworded.
    """
    if new.level is not than.level and new.level.rank <= than.level.rank:
        return True
    return (
        _asks_longer(new.run, than=than.run)
        or _counts_for_fewer(new.while_taking, than=than.while_taking)
        or not _follows(than.condition, new.condition)
    )


def _asks_longer(new: Run, *, than: Run) -> bool:
    limit = than.document_days
    return (
        new.days_in_a_row > than.days_in_a_row
        or new.bridged_days < than.bridged_days
        or (limit is not None and (new.document_days is None or new.document_days > limit))
        # A stricter number that a clinic set would count no more.
        or _is_narrower(new.lowest_days, than=than.lowest_days)
    )


def _is_narrower(lowest: float | None, *, than: float | None) -> bool:
    return than is not None and (lowest is None or lowest > than)


def _counts_for_fewer(new: WhileTaking | None, *, than: WhileTaking | None) -> bool:
    if new is None:
        return False
    if than is None:
        return True
    return (
        not set(than.classes) <= set(new.classes)
        or not set(than.medicines) <= set(new.medicines)
        or new.days_after < than.days_after
    )


def _follows(old: Condition, new: Condition) -> bool:
    """Whether `new` is surely met wherever `old` is."""
    if old == new:
        return True
    if isinstance(old, AnyOf):
        return all(_follows(part, new) for part in old.of)
    if isinstance(new, AllOf):
        return all(_follows(old, part) for part in new.of)
    if isinstance(old, Compare) and isinstance(new, Compare):
        return _is_as_strict(old, new)
    if isinstance(old, Silent) and isinstance(new, Silent):
        return new.days <= old.days
    either_old = old.of if isinstance(old, AllOf) else ()
    either_new = new.of if isinstance(new, AnyOf) else ()
    return any(_follows(part, new) for part in either_old) or any(_follows(old, part) for part in either_new)


def _is_as_strict(old: Compare, new: Compare) -> bool:
    in_old_unit = _in_unit(new, old.unit)
    if in_old_unit is None or _about(old) != _about(in_old_unit) or new.known_days > old.known_days:
        return False
    if old.lowest is not None and new.name != old.name:
        return False
    if old.how is How.BELOW:
        return in_old_unit.number >= old.number and not _is_narrower(
            _negative(in_old_unit.highest), than=_negative(old.highest)
        )
    # Above a number is milder than at least that number.
    stricter_or_same = (in_old_unit.number, new.how is How.ABOVE) <= (old.number, old.how is How.ABOVE)
    return stricter_or_same and not _is_narrower(in_old_unit.lowest, than=old.lowest)


def _about(one: Compare) -> tuple[object, ...]:
    return one.reading, one.how is How.BELOW, one.against, one.last_days


def _in_unit(one: Compare, unit: str) -> Compare | None:
    """The same comparison in another unit; None where there is none, as for a difference in degrees."""
    if one.unit == unit:
        return one
    if one.against is not Against.NOTHING:
        return None
    try:
        number, *bounds = (
            None if value is None else converted(value, one.unit, unit)
            for value in (one.number, one.lowest, one.highest)
        )
    except KeyError:
        return None
    assert number is not None
    return replace(one, number=number, unit=unit, lowest=bounds[0], highest=bounds[1])


def _negative(number: float | None) -> float | None:
    return None if number is None else -number
