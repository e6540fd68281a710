"""What is to be tried, read and checked before anything is kept of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection

from api import clock
from api.audit import store as audit
from api.audit.store import Actor
from api.clinics import service as clinics
from api.errors import FieldError, Invalid
from api.ids import new_id
from api.rulebooks import store as rulebooks
from api.rulebooks.in_force import ClinicRules, read_rules
from api.rulebooks.thresholds import WHOLE
from api.rules.guidance import Guidance, GuidanceError, load, published, published_text
from api.rules.proofreading import problems_in
from api.rules.rulebook import AdjustableNumber, numbers_of
from api.trials import store
from api.trials.books import compared_by, counted_rules, rules_of, whole_packs
from api.trials.models import Trial, TrialCreate, TriedNumber
from api.trials.tally import empty

PROBLEMS_AT_MOST = 100


@dataclass(frozen=True)
class Tried:
    """A pack that loads, and its text."""

    text: str
    guidance: Guidance


def signed_text_of(connection: Connection, clinic: UUID, pack: str) -> str | None:
    """The text of a pack that stands signed; None where none does."""
    for one in rulebooks.signatures(connection, clinic):
        if one.pack == pack and one.ended_at is None:
            return rulebooks.text_of(connection, one.pack_hash)
    return None


def read_pack(body: TrialCreate, signed_text: str | None) -> Tried:
    """The draft, or else the pack as it is in force, or as it ships. Takes long: keep it out of a work.

    Raises: Invalid, for a draft that does not load with what `diary guidance check` says of it.
    """
    if body.text is not None:
        return _draft(body.text, body.pack)
    if signed_text is not None:
        return Tried(signed_text, load(signed_text))
    if body.pack not in published():
        problem = "There is no pack with this id here; a draft comes as its text."
        raise Invalid(errors=[FieldError("pack", problem)])
    return Tried(published_text(body.pack), published()[body.pack])


def planned_trial(connection: Connection, actor: Actor, body: TrialCreate, tried: Tried) -> Trial:
    """The trial that is asked for; `keep` keeps it.

    Raises: Invalid for rules and numbers that there are not, or that may not be.
    """
    rules = read_rules(connection, actor.clinic_id)
    _refuse(body, tried.guidance, rules)
    at = clock.now()
    until = clock.today_in(clinics.time_zone_of(connection, actor.clinic_id))
    trial = Trial(
        id=new_id(),
        clinic_id=actor.clinic_id,
        pack=tried.guidance.id,
        version=tried.guidance.version,
        pack_hash=tried.guidance.hash,
        pack_text=tried.text,
        is_draft=body.text is not None,
        rules=_wanted(body, tried.guidance, rules),
        numbers=[one.model_dump() for one in body.numbers],
        rules_version=rulebooks.version_of(connection, actor.clinic_id),
        since=until - timedelta(days=body.since_days - 1),
        until=until,
        patients=store.number_of_patients(connection, actor.clinic_id, at=at),
        results={},
        asked_by=actor.id,
        asked_by_name=actor.name,
        asked_at=at,
    )
    trial.results = empty(counted_rules(compared_by(trial, tried.guidance, rules)))
    return trial


def keep(connection: Connection, actor: Actor, trial: Trial) -> None:
    """Keeps a trial that waits, with an audit row."""
    store.add(connection, trial)
    named = {"pack", "version", "pack_hash", "is_draft", "rules", "numbers", "since", "until"}
    new = trial.model_dump(mode="json", include=named)
    audit.note(connection, actor, action="trial.asked", subject_id=trial.id, new=new)


def _draft(text: str, pack: str) -> Tried:
    try:
        guidance = load(text)
    except GuidanceError:
        found = problems_in(text)[:PROBLEMS_AT_MOST]
        lines = [f"Line {one.line}: {one.where}: {one.what}" for one in found]
        raise Invalid(errors=[FieldError("text", line) for line in lines]) from None
    if guidance.id != pack:
        raise Invalid(errors=[FieldError("pack", "Send the id that stands in the text.")])
    return Tried(text, guidance)


def _wanted(body: TrialCreate, text: Guidance, rules: ClinicRules) -> list[str]:
    """The rules to be tried, in the order of the text."""
    wanted = set(body.rules) if body.rules is not None else _by_default(text, rules)
    return [rule.id for rule in text.rules if rule.id in wanted]


def _by_default(text: Guidance, rules: ClinicRules) -> set[str]:
    default = {rule.id for rule in text.rules if not rule.needs_own_tick}
    for pack in whole_packs(rules):
        if pack.guidance.id == text.id:
            return set(rules_of(pack)) | default - {rule.id for rule in pack.guidance.rules}
    return default


def _refuse(body: TrialCreate, text: Guidance, rules: ClinicRules) -> None:
    known = {rule.id: rule for rule in text.rules}
    tried = _wanted(body, text, rules)
    wrong = []
    if unknown := set(body.rules or ()) - known.keys():
        wrong.append(FieldError("rules", f"{len(unknown)} of these are no rules of this text."))
    for place, one in enumerate(body.numbers):
        numbers = numbers_of(known[one.rule]) if one.rule in known else None
        found = list(_wrong_with(one, numbers, field=f"numbers.{place}"))
        if not found and one.rule not in tried:
            found.append(FieldError(f"numbers.{place}.rule", _not_tried(one)))
        wrong += found
    # An alert is of a patient and a rule: two packs with the same id would share one.
    others = [pack for pack in whole_packs(rules) if pack.guidance.id != text.id]
    taken = {rule for pack in others for rule in rules_of(pack)}
    if clash := sorted(taken.intersection(tried)):
        problem = f"Another pack in force has rules of the same name: {', '.join(clash)}."
        wrong.append(FieldError("rules" if body.text is None else "text", problem))
    if wrong:
        raise Invalid(errors=wrong)


def _not_tried(one: TriedNumber) -> str:
    return (
        f"The rule {one.rule} is not in force in this trial, so its {one.name} {one.value:g} would change"
        " nothing. Leave the number out, or try it with the rule."
    )


def _wrong_with(
    one: TriedNumber, numbers: tuple[AdjustableNumber, ...] | None, *, field: str
) -> Iterator[FieldError]:
    if numbers is None:
        yield FieldError(f"{field}.rule", "This pack has no such rule.")
        return
    known = {number.name: number for number in numbers}
    if one.name not in known:
        names = ", ".join(known) or "none"
        yield FieldError(f"{field}.name", f"Numbers of this rule that may be set: {names}.")
        return
    number = known[one.name]
    if not number.lowest <= one.value <= number.highest:
        bounds = f"from {number.lowest:g} to {number.highest:g} {number.unit}"
        yield FieldError(f"{field}.value", f"Send a number {bounds}.")
    elif number.misses_a_whole(one.value):
        yield FieldError(f"{field}.value", WHOLE)
