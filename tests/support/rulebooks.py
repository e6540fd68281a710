"""What a clinic has signed and set, for tests that only need it to be there."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import Connection

from api.access.actors import Actor
from api.ids import new_id
from api.rulebooks import service, thresholds
from api.rulebooks.models import Signing, ThresholdCreate
from api.rules.guidance import DOCUMENT, published

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
