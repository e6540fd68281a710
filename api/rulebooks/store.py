"""Every query on signatures, the texts that were signed, and thresholds."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from api.access.actors import Actor
from api.clinics.models import Clinic
from api.errors import NotFound
from api.medications.models import Medication
from api.patients.models import Patient
from api.rulebooks.models import GuidanceSignature, GuidanceText, KeptPacks, Threshold

HIGHEST_VERSION = 2**31 - 1

_SIGNATURE = GuidanceSignature.__table__  # type: ignore[attr-defined]
_TEXT = GuidanceText.__table__  # type: ignore[attr-defined]
_KEPT = KeptPacks.__table__  # type: ignore[attr-defined]
_THRESHOLD = Threshold.__table__  # type: ignore[attr-defined]
_CLINIC = Clinic.__table__  # type: ignore[attr-defined]
_PATIENT = Patient.__table__  # type: ignore[attr-defined]
_MEDICATION = Medication.__table__  # type: ignore[attr-defined]

Row = Mapping[str, Any]

# One statement for both: every save asks it.
_VERSION_AND_TAKEN = (
    sa.select(
        _CLINIC.c.rules_version,
        _MEDICATION.c.catalogue_id,
        _MEDICATION.c.started_on,
        _MEDICATION.c.stopped_on,
    )
    .select_from(
        _CLINIC.outerjoin(
            _MEDICATION,
            sa.and_(
                _MEDICATION.c.clinic_id == _CLINIC.c.id,
                _MEDICATION.c.patient_id == sa.bindparam("patient"),
                _MEDICATION.c.catalogue_id.is_not(None),
                sa.not_(_MEDICATION.c.is_mistake),
            ),
        )
    )
    .where(_CLINIC.c.id == sa.bindparam("clinic"))
    .order_by(_MEDICATION.c.id)
)


def version_and_taken(connection: Connection, *, clinic: UUID, patient: UUID) -> tuple[int, list[Row]]:
    """The version of the clinic's rules, and every catalogue medicine on her list that is no mistake."""
    asked = {"clinic": clinic, "patient": patient}
    rows = list(connection.execute(_VERSION_AND_TAKEN, asked).mappings())
    return rows[0]["rules_version"], [dict(row) for row in rows if row["catalogue_id"] is not None]


def taken_of(connection: Connection, clinic: UUID, patients: Sequence[UUID]) -> dict[UUID, list[Row]]:
    """Of many patients, as `version_and_taken`; who takes none is left out."""
    query = sa.select(
        _MEDICATION.c.patient_id,
        _MEDICATION.c.catalogue_id,
        _MEDICATION.c.started_on,
        _MEDICATION.c.stopped_on,
    ).where(
        _MEDICATION.c.clinic_id == clinic,
        _MEDICATION.c.patient_id.in_(patients),
        _MEDICATION.c.catalogue_id.is_not(None),
        sa.not_(_MEDICATION.c.is_mistake),
    )
    found: dict[UUID, list[Row]] = {}
    for row in connection.execute(query.order_by(_MEDICATION.c.id)).mappings():
        found.setdefault(row["patient_id"], []).append(dict(row))
    return found


def version_of(connection: Connection, clinic: UUID) -> int:
    found: int = connection.execute(
        sa.select(_CLINIC.c.rules_version).where(_CLINIC.c.id == clinic)
    ).scalar_one()
    return found


def lock_clinic(connection: Connection, clinic: UUID) -> None:
    """Nobody else changes the clinic's rules until this transaction ends; entries go on."""
    query = sa.select(_CLINIC.c.id).where(_CLINIC.c.id == clinic)
    connection.execute(query.with_for_update(key_share=True)).one()


def move_version(connection: Connection, clinic: UUID) -> None:
    # Never one that was there before: what is taken back must not leave its own in a cache.
    fresh = secrets.randbelow(HIGHEST_VERSION) + 1
    connection.execute(sa.update(_CLINIC).where(_CLINIC.c.id == clinic).values(rules_version=fresh))


def signatures(connection: Connection, clinic: UUID) -> list[GuidanceSignature]:
    """Every signature of a clinic, the newest first, ended ones too."""
    query = sa.select(_SIGNATURE).where(_SIGNATURE.c.clinic_id == clinic)
    rows = connection.execute(query.order_by(_SIGNATURE.c.id.desc())).mappings()
    return [GuidanceSignature(**row) for row in rows]


def text_of(connection: Connection, pack_hash: str) -> str:
    found: str = connection.execute(sa.select(_TEXT.c.text).where(_TEXT.c.hash == pack_hash)).scalar_one()
    return found


def text_if_kept(connection: Connection, pack_hash: str) -> str | None:
    found: str | None = connection.execute(
        sa.select(_TEXT.c.text).where(_TEXT.c.hash == pack_hash)
    ).scalar_one_or_none()
    return found


def packs_kept(connection: Connection, key: str) -> list[dict[str, Any]] | None:
    """What alerts with this key were judged by, as it was kept."""
    found: list[dict[str, Any]] | None = connection.execute(
        sa.select(_KEPT.c.packs).where(_KEPT.c.hash == key)
    ).scalar_one_or_none()
    return found


def keep(connection: Connection, kept: GuidanceText | KeptPacks) -> None:
    """Kept once, by its hash."""
    insert_here = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    table = _TEXT if isinstance(kept, GuidanceText) else _KEPT
    connection.execute(insert_here(table).values(kept.model_dump()).on_conflict_do_nothing())


def add_signature(connection: Connection, signature: GuidanceSignature) -> None:
    connection.execute(sa.insert(_SIGNATURE).values(signature.model_dump()))


def end_signature(connection: Connection, signature: GuidanceSignature, **ended: Any) -> None:
    connection.execute(sa.update(_SIGNATURE).where(_SIGNATURE.c.id == signature.id).values(**ended))


def thresholds(connection: Connection, clinic: UUID, *, patient: UUID | None) -> list[Threshold]:
    """Those of the clinic itself, or of one patient, the newest first, ended ones too."""
    rows = connection.execute(_of(clinic, patient).order_by(_THRESHOLD.c.id.desc())).mappings()
    return [Threshold(**row) for row in rows]


def standing(connection: Connection, clinic: UUID, *, patient: UUID | None) -> list[Threshold]:
    """Those that count now, the oldest first."""
    query = _of(clinic, patient).where(_THRESHOLD.c.ended_at.is_(None)).order_by(_THRESHOLD.c.id)
    return [Threshold(**row) for row in connection.execute(query).mappings()]


def standing_of(connection: Connection, clinic: UUID, patients: Sequence[UUID]) -> list[Threshold]:
    """The own numbers of many patients that count now, the oldest first."""
    query = sa.select(_THRESHOLD).where(
        _THRESHOLD.c.clinic_id == clinic,
        _THRESHOLD.c.patient_id.in_(patients),
        _THRESHOLD.c.ended_at.is_(None),
    )
    return [Threshold(**row) for row in connection.execute(query.order_by(_THRESHOLD.c.id)).mappings()]


def threshold(connection: Connection, actor: Actor, *, patient: UUID | None, key: UUID) -> Threshold:
    """One that counts now. Raises: NotFound."""
    query = _of(actor.clinic_id, patient).where(_THRESHOLD.c.id == key, _THRESHOLD.c.ended_at.is_(None))
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound
    return Threshold(**row)


def add_threshold(connection: Connection, one: Threshold) -> None:
    connection.execute(sa.insert(_THRESHOLD).values(one.model_dump()))


def end_thresholds(connection: Connection, keys: Sequence[UUID], **ended: Any) -> None:
    connection.execute(sa.update(_THRESHOLD).where(_THRESHOLD.c.id.in_(keys)).values(**ended))


def weakened(connection: Connection, clinic: UUID) -> list[tuple[Threshold, str | None]]:
    """The numbers of a clinic and its patients that weaken, or whose end did, with the patient's name.

    The newest first; an end is left out where another number was set in that place since. With them a
    patient's number beside which the clinic has set one since: whoever asks knows which of the two is milder.
    """
    later = _THRESHOLD.alias()
    same = [later.c[name] == _THRESHOLD.c[name] for name in ("clinic_id", "pack", "rule", "number_name")]
    whose = sa.func.coalesce(later.c.patient_id, later.c.clinic_id) == sa.func.coalesce(
        _THRESHOLD.c.patient_id, _THRESHOLD.c.clinic_id
    )
    is_replaced = sa.exists().where(*same, whose, later.c.id > _THRESHOLD.c.id)
    is_beside_a_later_one = sa.exists().where(
        *same, later.c.patient_id.is_(None), later.c.ended_at.is_(None), later.c.id > _THRESHOLD.c.id
    )
    is_hers = sa.and_(_THRESHOLD.c.patient_id.is_not(None), _THRESHOLD.c.ended_at.is_(None))
    query = (
        sa.select(_THRESHOLD, _PATIENT.c.name.label("patient_name"))
        .outerjoin(_PATIENT, _PATIENT.c.id == _THRESHOLD.c.patient_id)
        .where(
            _THRESHOLD.c.clinic_id == clinic,
            sa.or_(
                sa.and_(_THRESHOLD.c.weakens, _THRESHOLD.c.ended_at.is_(None)),
                sa.and_(_THRESHOLD.c.end_weakens, sa.not_(is_replaced)),
                sa.and_(is_hers, is_beside_a_later_one),
            ),
        )
        .order_by(_THRESHOLD.c.id.desc())
    )
    found = []
    for row in connection.execute(query).mappings():
        columns = dict(row)
        name = columns.pop("patient_name")
        found.append((Threshold(**columns), name))
    return found


def note_own_numbers(connection: Connection, patient: UUID, *, has_any: bool) -> None:
    changed = sa.update(_PATIENT).where(_PATIENT.c.id == patient).values(has_own_numbers=has_any)
    connection.execute(changed)


def _of(clinic: UUID, patient: UUID | None) -> sa.Select[Any]:
    whose = _THRESHOLD.c.patient_id.is_(None) if patient is None else _THRESHOLD.c.patient_id == patient
    return sa.select(_THRESHOLD).where(_THRESHOLD.c.clinic_id == clinic, whose)
