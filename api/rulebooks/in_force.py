"""The rules in force for a patient: what her clinic signed, with its numbers and hers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import pairwise
from typing import Protocol
from uuid import UUID

from sqlalchemy import Connection

from api.patients.models import Patient
from api.rulebooks import store
from api.rulebooks.models import GuidanceSignature, Threshold
from api.rules.diary import Baseline, Taking
from api.rules.guidance import DOCUMENT, Guidance, GuidanceError, load, published
from api.rules.pack import Rule
from api.rules.rulebook import Adjustment, PackInForce, Rulebook, numbers_of, rulebook
from api.rules.units import converted

CLINICS_KEPT = 256
TEXTS_KEPT = 16
KG = "kg"


class SetNumber(Protocol):
    """A number that was set, for a clinic or a patient, or that is only tried."""

    @property
    def patient_id(self) -> UUID | None: ...
    @property
    def pack(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def number_name(self) -> str: ...
    @property
    def value(self) -> float: ...


@dataclass(frozen=True)
class ClinicRules:
    """The packs in force at a clinic, its own numbers, and the rulebook of whoever has none of her own."""

    packs: tuple[PackInForce, ...]
    thresholds: tuple[Threshold, ...]
    book: Rulebook


@dataclass(frozen=True)
class PatientRules:
    """What one patient's diary is judged by."""

    book: Rulebook
    packs: tuple[PackInForce, ...]
    taking: tuple[Taking, ...]
    baseline: Baseline
    version: int


# By clinic and version; a version is never used again, so that nothing here grows old.
_known: dict[tuple[UUID, int], ClinicRules] = {}


def rules_of_patient(connection: Connection, patient: Patient) -> PatientRules:
    """One statement where the clinic's rules are known to this process and she has no numbers of her own."""
    version, taken = store.version_and_taken(connection, clinic=patient.clinic_id, patient=patient.id)
    clinic = _of_clinic(connection, patient.clinic_id, version)
    book = clinic.book
    if patient.has_own_numbers:
        own = store.standing(connection, patient.clinic_id, patient=patient.id)
        book = book_of(clinic.packs, (*clinic.thresholds, *own))
    return PatientRules(book, clinic.packs, taking_of(taken), baseline_of(patient), version)


def rules_of_clinic(connection: Connection, clinic: UUID) -> ClinicRules:
    return _of_clinic(connection, clinic, store.version_of(connection, clinic))


def packs_in_force(
    signatures: Sequence[GuidanceSignature], texts: Iterable[Guidance]
) -> Iterator[PackInForce]:
    """The document's pack, as it was signed or as it ships, and every other that stands signed.

    `signatures` are all of a clinic, the newest first; `texts` those of the ones that stand.
    """
    signed = {text.hash: text for text in texts}
    standing = {one.pack: one for one in signatures if one.ended_at is None}
    if DOCUMENT not in standing:
        shipped = published()[DOCUMENT]
        yield PackInForce(shipped, frozenset(r.id for r in shipped.rules if not r.needs_own_tick))
    for one in sorted(standing.values(), key=lambda one: (one.pack != DOCUMENT, one.pack)):
        since = {} if one.pack == DOCUMENT else _since(one, signatures)
        for day in sorted(set(map(since.get, one.rules)), key=lambda day: day or date.min):
            rules = frozenset(rule for rule in one.rules if since.get(rule) == day)
            yield PackInForce(signed[one.pack_hash], rules, day)


def book_of(packs: Iterable[PackInForce], thresholds: Sequence[SetNumber]) -> Rulebook:
    """The rules of packs with these numbers, of which the later one counts, and a patient's own last.

    A number that a newer text of its pack does not let anybody set any more counts no longer.
    """
    return Rulebook(
        tuple(rule for pack in packs for rule in rulebook([pack], _adjustments(pack, thresholds)).rules)
    )


def taking_of(taken: Iterable[store.Row]) -> tuple[Taking, ...]:
    """What the rules read of the catalogue medicines on a list."""
    return tuple(
        Taking(row["catalogue_id"], class_of(row["catalogue_id"]), row["started_on"], row["stopped_on"])
        for row in taken
    )


def baseline_of(patient: Patient) -> Baseline:
    weight, unit = patient.usual_weight, patient.usual_weight_unit
    in_kg = converted(weight, unit, KG) if weight is not None and unit is not None else None
    return Baseline(patient.usual_stools, in_kg, patient.has_ostomy)


def class_of(medicine: str) -> str:
    """The class of a catalogue medicine, by their ids; empty where no pack knows it."""
    return _classes().get(medicine, "")


def _of_clinic(connection: Connection, clinic: UUID, version: int) -> ClinicRules:
    known = _known.get((clinic, version))
    if known is None:
        known = read_rules(connection, clinic)
        if len(_known) >= CLINICS_KEPT:
            _known.clear()
        _known[clinic, version] = known
    return known


def read_rules(connection: Connection, clinic: UUID) -> ClinicRules:
    """As this transaction sees them, whatever is remembered."""
    signatures = store.signatures(connection, clinic)
    standing = [one for one in signatures if one.ended_at is None]
    packs = tuple(packs_in_force(signatures, [signed_text(connection, one) for one in standing]))
    thresholds = tuple(store.standing(connection, clinic, patient=None))
    return ClinicRules(packs, thresholds, book_of(packs, thresholds))


def signed_text(connection: Connection, signature: GuidanceSignature) -> Guidance:
    """The pack as it was signed, whatever an update of the software brought since."""
    shipped = published().get(signature.pack)
    if shipped is not None and shipped.hash == signature.pack_hash:
        return shipped
    return _loaded(store.text_of(connection, signature.pack_hash))


def _since(signature: GuidanceSignature, signatures: Sequence[GuidanceSignature]) -> dict[str, date]:
    """By rule, the day from which it was in force without a break: a new text takes nothing back."""
    of_pack = [one for one in signatures if one.pack == signature.pack]
    since = dict.fromkeys(signature.rules, signature.in_force_from)
    for later, earlier in pairwise(of_pack):
        if earlier.ended_at != later.signed_at:
            break
        goes_on = {rule for rule, day in since.items() if day == later.in_force_from} & set(earlier.rules)
        since |= dict.fromkeys(goes_on, earlier.in_force_from)
    return since


def _adjustments(pack: PackInForce, thresholds: Sequence[SetNumber]) -> Iterator[Adjustment]:
    rules = {rule.id: rule for rule in pack.guidance.rules}
    for one in thresholds:
        rule = rules.get(one.rule)
        if one.pack == pack.guidance.id and rule is not None and _may_be(rule, one):
            by = "clinic" if one.patient_id is None else "patient"
            yield Adjustment(one.rule, one.number_name, one.value, by)


def _may_be(rule: Rule, one: SetNumber) -> bool:
    known = {number.name: number for number in numbers_of(rule)}.get(one.number_name)
    return known is not None and known.lowest <= one.value <= known.highest


def readable_text(connection: Connection, signature: GuidanceSignature) -> Guidance | None:
    """As `signed_text`; None where rules for packs became stricter since, and refuse a text of long ago."""
    try:
        return signed_text(connection, signature)
    except GuidanceError:
        return None


@lru_cache(maxsize=TEXTS_KEPT)
def _loaded(text: str) -> Guidance:
    return load(text)


@cache
def _classes() -> dict[str, str]:
    return {
        medicine.id: medicine.medicine_class.id
        for pack in published().values()
        for medicine in pack.medicines
    }
