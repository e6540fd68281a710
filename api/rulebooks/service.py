"""A clinic's guidance: what is in force, and signing and withdrawing a pack."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import Connection

from api import clock
from api.access.actors import Actor
from api.audit import store as audit
from api.clinics import service as clinics
from api.errors import Conflict, FieldError, Invalid, NotFound
from api.ids import new_id
from api.rulebooks import store
from api.rulebooks.clinic_pack import ClinicGuidance, ClinicPack
from api.rulebooks.in_force import read_rules, rules_of_clinic, signed_text
from api.rulebooks.kept import keep_text
from api.rulebooks.models import GuidanceSignature, Signing, Withdrawal
from api.rulebooks.presentation import public_pack
from api.rules.guidance import DOCUMENT, Guidance, published

READ_IT_AGAIN = "This is not the text that is there now. Read it again and sign what you have read."


def clinic_guidance(connection: Connection, actor: Actor) -> ClinicGuidance:
    """Every pack that ships or stands signed: what is in force of it, who signed, what is newer."""
    last = _last(connection, actor.clinic_id)
    standing = {name: one for name, one in last.items() if one.ended_at is None}
    rules = rules_of_clinic(connection, actor.clinic_id)
    names = [*published(), *sorted(standing.keys() - published().keys())]
    items = [
        public_pack(
            shipped=published().get(name),
            signature=(signature := standing.get(name)),
            signed=signed_text(connection, signature) if signature else None,
            withdrawn=last.get(name),
            rules=rules,
        )
        for name in names
    ]
    return ClinicGuidance(items=items, next=None)


def sign(connection: Connection, actor: Actor, pack: str, body: Signing) -> ClinicPack:
    """Puts the named rules of a text in force from today on, instead of what was signed of the pack before.

    Raises: NotFound, Conflict when the text is another one than was read, Invalid for unknown rules, and
    for rules left out without a reason.
    """
    store.lock_clinic(connection, actor.clinic_id)
    standing = _standing(connection, actor.clinic_id)
    before = standing.get(pack)
    text = _text(connection, pack, body.hash, before=before)
    _refuse_taken_ids(connection, standing, text, body.rules)
    wanted = [rule.id for rule in text.rules if rule.id in body.rules]
    default = {rule.id for rule in text.rules if not rule.needs_own_tick}
    left_out = sorted((default | set(before.rules if before else ())) - set(wanted))
    _refuse_what_may_not_be_signed(text, body, left_out=left_out)
    at = clock.now()
    if before is not None:
        store.end_signature(
            connection, before, ended_at=at, ended_by_name=actor.name, end_reason="signed anew"
        )
    signature = GuidanceSignature(
        id=new_id(),
        clinic_id=actor.clinic_id,
        pack=pack,
        version=text.version,
        pack_hash=text.hash,
        rules=wanted,
        left_out=left_out,
        reason=body.reason,
        signed_by=actor.id,
        signed_by_name=actor.name,
        signed_at=at,
        in_force_from=clock.today_in(clinics.time_zone_of(connection, actor.clinic_id)),
    )
    keep_text(connection, text)
    store.add_signature(connection, signature)
    store.move_version(connection, actor.clinic_id)
    _note(connection, actor, "signed", old=before, new=signature, why=body.reason)
    return _pack(connection, actor, pack)


def withdraw(connection: Connection, actor: Actor, pack: str, body: Withdrawal) -> ClinicPack:
    """Ends a signature: the pack's rules alert no more. The document's pack is then in force as it ships.

    Open alerts stay as they are until a person closes them.
    Raises: NotFound for an unknown pack, Conflict when it is not signed, Invalid without a reason.
    """
    store.lock_clinic(connection, actor.clinic_id)
    before = _standing(connection, actor.clinic_id).get(pack)
    if before is None and pack not in published():
        raise NotFound
    if not body.reason:
        raise Invalid(errors=[FieldError("reason", "Say why; it is shown with the pack.")])
    if before is None:
        raise Conflict("Nobody has signed this pack, so there is nothing to withdraw.")
    store.end_signature(
        connection, before, ended_at=clock.now(), ended_by_name=actor.name, end_reason=body.reason
    )
    store.move_version(connection, actor.clinic_id)
    _note(connection, actor, "withdrawn", old=before, new=None, why=body.reason)
    return _pack(connection, actor, pack, before=before)


def _standing(connection: Connection, clinic: UUID) -> dict[str, GuidanceSignature]:
    return {name: one for name, one in _last(connection, clinic).items() if one.ended_at is None}


def _last(connection: Connection, clinic: UUID) -> dict[str, GuidanceSignature]:
    """By pack the latest signature, standing or not."""
    return {one.pack: one for one in reversed(store.signatures(connection, clinic))}


def _pack(
    connection: Connection, actor: Actor, pack: str, *, before: GuidanceSignature | None = None
) -> ClinicPack:
    # Read past the cache: this transaction may yet be taken back.
    rules = read_rules(connection, actor.clinic_id)
    last = _last(connection, actor.clinic_id).get(pack)
    signature = last if last and last.ended_at is None else None
    of_text = signature or before
    return public_pack(
        shipped=published().get(pack),
        signature=signature,
        signed=signed_text(connection, of_text) if of_text else None,
        withdrawn=last,
        rules=rules,
    )


def _text(connection: Connection, pack: str, wanted: str, *, before: GuidanceSignature | None) -> Guidance:
    """The text with that hash: the one that ships, or the one that stands signed."""
    shipped = published().get(pack)
    if shipped is None and before is None:
        raise NotFound
    if shipped is not None and shipped.hash == wanted:
        return shipped
    if before is not None and before.pack_hash == wanted:
        return signed_text(connection, before)
    raise Conflict(READ_IT_AGAIN)


def _refuse_what_may_not_be_signed(text: Guidance, body: Signing, *, left_out: Collection[str]) -> None:
    known = {rule.id for rule in text.rules}
    wrong = []
    if unknown := [rule for rule in body.rules if rule not in known]:
        wrong.append(FieldError("rules", f"{len(unknown)} of these are no rules of this text."))
    if not body.rules:
        wrong.append(FieldError("rules", "Name at least one rule; to have none in force, withdraw the pack."))
    if left_out and not body.reason:
        wrong.append(
            FieldError("reason", f"Say why rules are left out that would be in force: {_listed(left_out)}.")
        )
    if wrong:
        raise Invalid(errors=wrong)


def _refuse_taken_ids(
    connection: Connection,
    standing: dict[str, GuidanceSignature],
    text: Guidance,
    rules: Iterable[str],
) -> None:
    # An alert is of a patient and a rule: two packs with the same id would share one.
    others = [signed_text(connection, one) for name, one in standing.items() if name != text.id]
    if text.id != DOCUMENT and DOCUMENT not in standing:
        others.append(published()[DOCUMENT])
    taken = {rule.id for other in others for rule in other.rules}
    if clash := taken & set(rules):
        raise Conflict(f"Another pack in force has rules of the same name: {_listed(clash)}.")


def _listed(names: Collection[str]) -> str:
    return ", ".join(sorted(names))


def _note(
    connection: Connection,
    actor: Actor,
    what: str,
    *,
    old: GuidanceSignature | None,
    new: GuidanceSignature | None,
    why: str,
) -> None:
    def gist(one: GuidanceSignature | None) -> dict[str, object] | None:
        fields = {"pack", "version", "pack_hash", "rules", "left_out"}
        return one.model_dump(mode="json", include=fields) if one else None

    subject = new or old
    audit.note(
        connection,
        actor,
        action=f"guidance.{what}",
        subject_id=subject.id if subject else None,
        old=gist(old),
        new=gist(new),
        why=why or None,
    )
