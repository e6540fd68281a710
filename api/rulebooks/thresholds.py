"""A clinic's and a patient's own numbers: set within the pack's bounds, ended and never deleted."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection

from api import clock
from api.access.actors import Actor
from api.audit import store as audit
from api.errors import FieldError, Invalid
from api.ids import new_id
from api.patients import store as patients
from api.patients.models import Patient
from api.rulebooks import store
from api.rulebooks.in_force import ClinicRules, read_rules, rules_of_clinic
from api.rulebooks.models import (
    Threshold,
    ThresholdCreate,
    ThresholdEnd,
    ThresholdPage,
    ThresholdPublic,
)
from api.rulebooks.weighing import (
    in_use,
    is_milder,
    is_milder_without,
    named,
    pack_numbers,
    rules_in_force,
)
from api.rules.rulebook import AdjustableNumber, numbers_of

EASED = "The rule would be met less often; say why."
WHOLE = "Send a whole number: there is nothing in between to be counted."


def of_clinic(connection: Connection, actor: Actor) -> ThresholdPage:
    """The clinic's numbers, the newest first, ended ones too."""
    return _page(connection, store.thresholds(connection, actor.clinic_id, patient=None), actor.clinic_id)


def of_patient(connection: Connection, actor: Actor, patient: str) -> ThresholdPage:
    """One patient's own numbers, the newest first, ended ones too. Raises: NotFound."""
    owner = patients.get(connection, actor, patient)
    return _page(connection, store.thresholds(connection, owner.clinic_id, patient=owner.id), owner.clinic_id)


def set_for_clinic(connection: Connection, actor: Actor, body: ThresholdCreate) -> ThresholdPublic:
    """Raises: Invalid for what may not be set, out of bounds, or weaker without a reason."""
    store.lock_clinic(connection, actor.clinic_id)
    made = _set(connection, actor, body, owner=None)
    store.move_version(connection, actor.clinic_id)
    return made


def set_for_patient(
    connection: Connection, actor: Actor, patient: str, body: ThresholdCreate
) -> ThresholdPublic:
    """Counts before the clinic's own number. Raises: NotFound, and as `set_for_clinic`."""
    owner = patients.lock(connection, actor, patient)
    made = _set(connection, actor, body, owner=owner)
    store.note_own_numbers(connection, owner.id, has_any=True)
    return made


def end_for_clinic(
    connection: Connection, actor: Actor, threshold: UUID, body: ThresholdEnd
) -> ThresholdPublic:
    """The pack's own number counts again. Raises: NotFound, Invalid where it is milder, without a reason."""
    store.lock_clinic(connection, actor.clinic_id)
    one = store.threshold(connection, actor, patient=None, key=threshold)
    ended = _end(connection, actor, one, body)
    store.move_version(connection, actor.clinic_id)
    return ended


def end_for_patient(
    connection: Connection, actor: Actor, patient: str, threshold: UUID, body: ThresholdEnd
) -> ThresholdPublic:
    """The clinic's number counts again, or else the pack's. Raises: as `end_for_clinic`."""
    owner = patients.lock(connection, actor, patient)
    one = store.threshold(connection, actor, patient=owner.id, key=threshold)
    ended = _end(connection, actor, one, body)
    left = store.standing(connection, owner.clinic_id, patient=owner.id)
    store.note_own_numbers(connection, owner.id, has_any=bool(left))
    return ended


def _set(
    connection: Connection, actor: Actor, body: ThresholdCreate, *, owner: Patient | None
) -> ThresholdPublic:
    clinic = read_rules(connection, actor.clinic_id)
    number = _number(clinic, body)
    key = owner.id if owner else None
    standing = store.standing(connection, actor.clinic_id, patient=key)
    this = (body.pack, body.rule, body.name)
    before = [one for one in standing if named(one) == this]
    others = [number.number, *in_use(number, [*clinic.thresholds, *before], this)]
    weakens = any(is_milder(number, body.value, than=other) for other in others)
    _refuse_what_may_not_be_set(number, body, weakens=weakens)
    at = clock.now()
    store.end_thresholds(connection, [one.id for one in before], ended_at=at, ended_by_name=actor.name)
    made = Threshold(
        id=new_id(),
        clinic_id=actor.clinic_id,
        patient_id=key,
        pack=body.pack,
        rule=body.rule,
        number_name=body.name,
        value=body.value,
        reason=body.reason,
        weakens=weakens,
        set_by=actor.id,
        set_by_name=actor.name,
        set_at=at,
    )
    store.add_threshold(connection, made)
    _note(connection, actor, "set", made, old=before, why=body.reason)
    return public_number(made, number.number)


def _end(connection: Connection, actor: Actor, one: Threshold, body: ThresholdEnd) -> ThresholdPublic:
    clinic = read_rules(connection, actor.clinic_id)
    weakens = is_milder_without(clinic, one)
    if weakens and not body.reason:
        raise Invalid(errors=[FieldError("reason", EASED)])
    ended = {
        "ended_at": clock.now(),
        "ended_by_name": actor.name,
        "end_reason": body.reason,
        "end_weakens": weakens,
    }
    store.end_thresholds(connection, [one.id], **ended)
    _note(connection, actor, "ended", one, old=[one], why=body.reason)
    return public_number(one.model_copy(update=ended), pack_numbers(clinic).get(named(one)))


def _number(clinic: ClinicRules, body: ThresholdCreate) -> AdjustableNumber:
    """The number that is to be set, as the pack has it. Raises: Invalid where nobody may set it."""
    packs = [pack for pack in clinic.packs if pack.guidance.id == body.pack]
    if not packs:
        raise Invalid(errors=[FieldError("pack", "This pack is not in force here.")])
    rules = {rule.id: rule for pack in packs for rule in pack.guidance.rules}
    if body.rule not in rules:
        raise Invalid(errors=[FieldError("rule", "This pack has no such rule.")])
    if body.rule not in rules_in_force(packs):
        raise Invalid(errors=[FieldError("rule", "This rule is not in force here; sign it first.")])
    known = {one.name: one for one in numbers_of(rules[body.rule])}
    if body.name not in known:
        names = ", ".join(known) or "none"
        raise Invalid(errors=[FieldError("name", f"Numbers of this rule that may be set: {names}.")])
    return known[body.name]


def _refuse_what_may_not_be_set(number: AdjustableNumber, body: ThresholdCreate, *, weakens: bool) -> None:
    wrong = []
    if not number.lowest <= body.value <= number.highest:
        bounds = f"from {number.lowest:g} to {number.highest:g} {number.unit}"
        wrong.append(FieldError("value", f"Send a number {bounds}."))
    elif number.misses_a_whole(body.value):
        wrong.append(FieldError("value", WHOLE))
    if weakens and not body.reason:
        wrong.append(FieldError("reason", EASED))
    if wrong:
        raise Invalid(errors=wrong)


def _note(
    connection: Connection, actor: Actor, what: str, one: Threshold, *, old: Sequence[Threshold], why: str
) -> None:
    told = {"pack", "rule", "number_name", "value", "weakens"}
    audit.note(
        connection,
        actor,
        action=f"threshold.{what}",
        patient_id=one.patient_id,
        subject_id=one.id,
        old={"thresholds": [before.model_dump(mode="json", include=told) for before in old]},
        new=one.model_dump(mode="json", include=told) if what == "set" else None,
        why=why or None,
    )


def _page(connection: Connection, rows: Sequence[Threshold], clinic: UUID) -> ThresholdPage:
    own = pack_numbers(rules_of_clinic(connection, clinic))
    return ThresholdPage(items=[public_number(row, own.get(named(row))) for row in rows], next=None)


def public_number(one: Threshold, pack_number: float | None) -> ThresholdPublic:
    """One number as it is told; `pack_number` is None where a newer text has no such number."""
    return ThresholdPublic(
        id=one.id,
        pack=one.pack,
        rule=one.rule,
        name=one.number_name,
        value=one.value,
        pack_number=pack_number,
        weakens=one.weakens,
        reason=one.reason,
        set_by=one.set_by_name,
        set_at=one.set_at,
        ended_at=one.ended_at,
        ended_by=one.ended_by_name,
        end_weakens=one.end_weakens,
        end_reason=one.end_reason,
    )
