"""What a clinic has signed and set, for tests that only need it to be there."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import Connection

from api import clock
from api.access.actors import Actor
from api.ids import new_id
from api.rulebooks import service, store, thresholds
from api.rulebooks.models import GuidanceSignature, GuidanceText, Signing, ThresholdCreate
from api.rules.guidance import DOCUMENT, load, published, published_text

# Whatever was set before: a weaker number needs a reason.
REASON = "As the pack has it."


def sign_every_rule(connection: Connection, admin: Actor, pack: str) -> None:
    """A clinic's admin signs a pack whole, with the rules that need a tick of their own."""
    text = published()[pack]
    service.sign(connection, admin, pack, Signing(hash=text.hash, rules=[rule.id for rule in text.rules]))


def signed_and_set(connection: Connection, owner: Actor) -> tuple[UUID, UUID]:
    """The document's pack signed, a number of the patient's own and one of her clinic; gives their ids."""
    admin = replace(owner, kind="admin", id=new_id(), name="An admin")
    pack = published()[DOCUMENT]
    signing = Signing(hash=pack.hash, rules=[rule.id for rule in pack.rules], reason=REASON)
    service.sign(connection, admin, DOCUMENT, signing)
    number = ThresholdCreate(pack=DOCUMENT, rule="loose-stools", value=4.0, reason=REASON)
    hers = thresholds.set_for_patient(connection, admin, str(owner.id), number)
    theirs = thresholds.set_for_clinic(connection, admin, number)
    # Not by her: rows that only have to be there leave no trail.
    return hers.id, theirs.id


def signed_before_an_update(
    connection: Connection, admin: Actor, *, pack: str, words: str, older: str = "Other words"
) -> None:
    """An older text of a pack stands signed in full: with other words for these, which its newer one has."""
    version = f'version = "{published()[pack].version}"'
    text = published_text(pack).replace(version, 'version = "an older one"').replace(words, older)
    assert older in text
    loaded = load(text)
    kept = GuidanceText(hash=loaded.hash, pack=pack, version=loaded.version, text=text)
    store.keep(connection, kept)
    signature = GuidanceSignature(
        id=new_id(),
        clinic_id=admin.clinic_id,
        pack=pack,
        version=loaded.version,
        pack_hash=loaded.hash,
        rules=[rule.id for rule in loaded.rules if not rule.needs_own_tick],
        left_out=[],
        signed_by=admin.id,
        signed_by_name=admin.name,
        signed_at=clock.now(),
        in_force_from=clock.now().date(),
    )
    store.add_signature(connection, signature)
    store.move_version(connection, admin.clinic_id)
