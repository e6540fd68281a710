"""What two versions of a pack have otherwise outside of their rules: sources, questions, medicines, lists."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from api.rules.pack import Guidance, Medicine, MedicineClass, SideEffect, Source


@dataclass(frozen=True)
class PackChange:
    """One thing of a pack before and after; None where it was not there.

    `what` is the kind of thing, `of` which one, where there are several. Of a list what went and what came is
    told, or the whole of it where only its order is another.
    """

    what: str
    of: str
    before: object
    after: object


def changes_around_the_rules(old: Guidance, new: Guidance) -> Iterator[PackChange]:
    yield from _if_other("id", "", old.id, new.id)
    yield from _if_other("version", "", old.version, new.version)
    if old.source.key != new.source.key:
        yield PackChange("document", "", old.source.title, new.source.title)
    yield from _sources(old, new)
    for what, before, after in (
        ("core", _symptoms(old, core=True), _symptoms(new, core=True)),
        ("asked", _symptoms(old, core=False), _symptoms(new, core=False)),
        ("measured", old.measurements, new.measurements),
        ("advice", old.advice, new.advice),
        ("general", old.general, new.general),
        ("questions", old.questions, new.questions),
    ):
        yield from _lists(what, "", before, after)
    yield from _side_effects(old.side_effects, new.side_effects)
    yield from _medicines(old.medicines, new.medicines)


def _if_other(what: str, of: str, before: object, after: object) -> Iterator[PackChange]:
    if before != after:
        yield PackChange(what, of, before, after)


def _lists(what: str, of: str, before: tuple[object, ...], after: tuple[object, ...]) -> Iterator[PackChange]:
    gone = tuple(one for one in before if one not in after)
    come = tuple(one for one in after if one not in before)
    if gone or come:
        yield PackChange(what, of, gone or None, come or None)
    else:
        yield from _if_other(what, of, before, after)


def _sources(old: Guidance, new: Guidance) -> Iterator[PackChange]:
    for key in dict.fromkeys([*old.sources, *new.sources]):
        was, now = old.sources.get(key), new.sources.get(key)
        if was is None or now is None:
            yield PackChange("source", "", was.title if was else None, now.title if now else None)
            continue
        yield from _if_other("title", was.title, was.title, now.title)
        yield from _if_other("publisher", was.title, was.publisher, now.publisher)
        yield from _if_other("reviewed", was.title, was.reviewed, now.reviewed)


def _symptoms(pack: Guidance, *, core: bool) -> tuple[str, ...]:
    return tuple(one.id for one in pack.symptoms if one.core is core)


def _side_effects(old: Iterable[SideEffect], new: Iterable[SideEffect]) -> Iterator[PackChange]:
    before, after = ({one.id: one.asked_by for one in some} for some in (old, new))
    yield from _lists("side_effects", "", tuple(before), tuple(after))
    for name, asked_by in before.items():
        yield from _lists("side_effect", name, asked_by, after.get(name, asked_by))


def _medicines(old: Iterable[Medicine], new: Iterable[Medicine]) -> Iterator[PackChange]:
    before, after = ({one.id: one for one in some} for some in (old, new))
    names = [tuple(one.name for one in some.values()) for some in (before, after)]
    yield from _lists("medicines", "", names[0], names[1])
    for key, was in before.items():
        if key in after:
            yield from _medicine(was, after[key])


def _medicine(was: Medicine, now: Medicine) -> Iterator[PackChange]:
    # Its wording is kept under keys that are made from the rest.
    for name in (field.name for field in fields(Medicine) if not field.name.endswith("_key")):
        before, after = (_plain(getattr(one, name)) for one in (was, now))
        of = f"{was.name}, {name.replace('_', ' ')}"
        if isinstance(before, tuple) and isinstance(after, tuple):
            yield from _lists("medicine", of, before, after)
        else:
            yield from _if_other("medicine", of, before, after)


def _plain(value: object) -> object:
    """Sources by their keys, since another title of one is told by itself; a class by its id."""
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    if isinstance(value, Source):
        return value.key
    return value.id if isinstance(value, MedicineClass) else value
