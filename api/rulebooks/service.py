"""A clinic's guidance: what is in force, and signing and withdrawing a pack."""

from collections.abc import Sequence

from sqlalchemy import Connection

from api import clock
from api.access.actors import Actor
from api.audit import store as audit
from api.clinics import service as clinics
from api.errors import Conflict, FieldError, Invalid, NotFound
from api.ids import new_id
from api.rulebooks import store
from api.rulebooks.changes import changed_by
from api.rulebooks.clinic_pack import ClinicGuidance, ClinicPack, SignatureChanges
from api.rulebooks.easing import history_of
from api.rulebooks.in_force import ClinicRules, read_rules, rules_of_clinic, signed_text
from api.rulebooks.kept import keep_text
from api.rulebooks.models import GuidanceSignature, Signing, Withdrawal
from api.rulebooks.presentation import public_pack
from api.rulebooks.signable import refuse_taken_ids, refuse_what_may_not_be_signed
from api.rules.guidance import Guidance, published

READ_IT_AGAIN = "This is not the text that is there now. Read it again and sign what you have read."


def clinic_guidance(connection: Connection, actor: Actor) -> ClinicGuidance:
    """Every pack that ships or stands signed: what is in force of it, who signed, what is newer."""
    signatures = store.signatures(connection, actor.clinic_id)
    standing = {one.pack for one in signatures if one.ended_at is None}
    rules = rules_of_clinic(connection, actor.clinic_id)
    names = [*published(), *sorted(standing - published().keys())]
    return ClinicGuidance(items=[_told(connection, name, signatures, rules) for name in names], next=None)


def sign(connection: Connection, actor: Actor, pack: str, body: Signing) -> ClinicPack:
    """Puts the named rules of a text in force from today on, instead of what was signed of the pack before.

    Raises: NotFound, Conflict when the text is another one than was read, Invalid for unknown rules, and,
    without a reason, for rules left out and for those milder than when they were last in force here.
    """
    store.lock_clinic(connection, actor.clinic_id)
    signatures = store.signatures(connection, actor.clinic_id)
    standing = {one.pack: one for one in signatures if one.ended_at is None}
    before = standing.get(pack)
    text = _text(connection, pack, body.hash, before=before)
    refuse_taken_ids(connection, standing, text, body.rules)
    wanted = [rule.id for rule in text.rules if rule.id in body.rules]
    history = history_of(connection, signatures, pack)
    left_out = history.left_out_by(text, wanted)
    refuse_what_may_not_be_signed(text, body, left_out=left_out, milder=history.milder_in(text, wanted))
    signature = _signature(connection, actor, text, body, rules=wanted, left_out=left_out)
    if before is not None:
        at = signature.signed_at
        store.end_signature(
            connection, before, ended_at=at, ended_by_name=actor.name, end_reason="signed anew"
        )
    keep_text(connection, text)
    store.add_signature(connection, signature)
    store.move_version(connection, actor.clinic_id)
    told = _pack(connection, actor, pack)
    changed = told.signature.changed if told.signature else None
    _note(connection, actor, "signed", old=before, new=signature, why=body.reason, changed=changed)
    return told


def withdraw(connection: Connection, actor: Actor, pack: str, body: Withdrawal) -> ClinicPack:
    """Ends a signature: the pack's rules alert no more. The document's pack is then in force as it ships.

    Open alerts stay as they are until a person closes them.
    Raises: NotFound for an unknown pack, Conflict when it is not signed, Invalid without a reason.
    """
    store.lock_clinic(connection, actor.clinic_id)
    signatures = store.signatures(connection, actor.clinic_id)
    before = next((one for one in signatures if one.pack == pack and one.ended_at is None), None)
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
    return _pack(connection, actor, pack)


def _signature(
    connection: Connection,
    actor: Actor,
    text: Guidance,
    body: Signing,
    *,
    rules: list[str],
    left_out: list[str],
) -> GuidanceSignature:
    return GuidanceSignature(
        id=new_id(),
        clinic_id=actor.clinic_id,
        pack=text.id,
        version=text.version,
        pack_hash=text.hash,
        rules=rules,
        left_out=left_out,
        reason=body.reason,
        signed_by=actor.id,
        signed_by_name=actor.name,
        signed_at=clock.now(),
        in_force_from=clock.today_in(clinics.time_zone_of(connection, actor.clinic_id)),
    )


def _pack(connection: Connection, actor: Actor, pack: str) -> ClinicPack:
    # Read past the cache: this transaction may yet be taken back.
    rules = read_rules(connection, actor.clinic_id)
    return _told(connection, pack, store.signatures(connection, actor.clinic_id), rules)


def _told(
    connection: Connection, pack: str, signatures: Sequence[GuidanceSignature], rules: ClinicRules
) -> ClinicPack:
    last = next((one for one in signatures if one.pack == pack), None)
    signature = last if last and last.ended_at is None else None
    shipped = published().get(pack)
    signed = signed_text(connection, last) if last and (signature or shipped is None) else None
    text = shipped or signed
    assert text is not None
    every = [rule.id for rule in text.rules]
    return public_pack(
        shipped=shipped,
        signature=signature,
        signed=signed,
        withdrawn=last,
        rules=rules,
        changed=changed_by(connection, signatures, signature) if signature else None,
        milder=history_of(connection, signatures, pack).milder_in(text, every),
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


def _note(
    connection: Connection,
    actor: Actor,
    what: str,
    *,
    old: GuidanceSignature | None,
    new: GuidanceSignature | None,
    why: str,
    changed: SignatureChanges | None = None,
) -> None:
    def gist(one: GuidanceSignature | None) -> dict[str, object]:
        fields = {"pack", "version", "pack_hash", "rules", "left_out"}
        return one.model_dump(mode="json", include=fields) if one else {}

    # The one before may have been withdrawn, so that `old` does not tell it.
    since = {"changed": changed.model_dump(mode="json")} if changed else {}
    subject = new or old
    audit.note(
        connection,
        actor,
        action=f"guidance.{what}",
        subject_id=subject.id if subject else None,
        old=gist(old) or None,
        new=gist(new) | since or None,
        why=why or None,
    )
