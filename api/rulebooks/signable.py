"""What may be signed: rules of the text that was read, with a reason where something becomes milder."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection

from api.errors import Conflict, FieldError, Invalid
from api.rulebooks.in_force import signed_text
from api.rulebooks.models import GuidanceSignature, Signing
from api.rules.guidance import DOCUMENT, Guidance, published


def refuse_what_may_not_be_signed(
    text: Guidance, body: Signing, *, left_out: Collection[str], milder: Collection[str]
) -> None:
    """Raises: Invalid, naming the rules for which a reason is missing."""
    known = {rule.id for rule in text.rules}
    wrong = []
    if unknown := [rule for rule in body.rules if rule not in known]:
        wrong.append(FieldError("rules", f"{len(unknown)} of these are no rules of this text."))
    if not body.rules:
        wrong.append(FieldError("rules", "Name at least one rule; to have none in force, withdraw the pack."))
    if not body.reason and (left_out or milder):
        wrong.append(FieldError("reason", " ".join(_why_asked(left_out, milder))))
    if wrong:
        raise Invalid(errors=wrong)


def refuse_taken_ids(
    connection: Connection,
    standing: Mapping[str, GuidanceSignature],
    text: Guidance,
    rules: Iterable[str],
) -> None:
    """Raises: Conflict where another pack in force has a rule of the same name."""
    # An alert is of a patient and a rule: two packs with the same id would share one.
    others = [signed_text(connection, one) for name, one in standing.items() if name != text.id]
    if text.id != DOCUMENT and DOCUMENT not in standing:
        others.append(published()[DOCUMENT])
    taken = {rule.id for other in others for rule in other.rules}
    if clash := taken & set(rules):
        raise Conflict(f"Another pack in force has rules of the same name: {_listed(clash)}.")


def _why_asked(left_out: Collection[str], milder: Collection[str]) -> Iterable[str]:
    if left_out:
        yield f"Say why rules are left out that were or would be in force: {_listed(left_out)}."
    if milder:
        yield f"Say why rules are put in force that are milder than before: {_listed(milder)}."


def _listed(names: Collection[str]) -> str:
    return ", ".join(sorted(names))
