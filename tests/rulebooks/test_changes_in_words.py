"""What a newer text does in another way is told to whoever signs it in sentences, with no raw values."""

from api import clock
from api.ids import new_id
from api.rulebooks.clinic_pack import NewerText
from api.rulebooks.in_force import ClinicRules
from api.rulebooks.models import GuidanceSignature
from api.rulebooks.presentation import public_pack
from api.rules.guidance import Guidance, load
from api.rules.rulebook import whole
from tests.rules.small_packs import a_pack, pack_text

NOTHING = 'days = ["-"], finding = "none"'
WORSE = (
    '{{ reading = "nausea.severity", at_least = 2, unit = "points", against = "last_days",'
    " last_days = {days}, known_days = 1 }}"
)


def of_days(days: int, **lines: object) -> Guidance:
    return a_pack(WORSE.format(days=days), NOTHING, **lines)


def signature_of(text: Guidance) -> GuidanceSignature:
    return GuidanceSignature(
        id=new_id(), clinic_id=new_id(), pack=text.id, version=text.version, pack_hash=text.hash,
        rules=["the-rule"], left_out=[], signed_by=new_id(), signed_by_name="Ada Moreau",
        signed_at=clock.now(), in_force_from=clock.now().date(),
    )  # fmt: skip


def waiting(signed: Guidance, newer: Guidance) -> NewerText:
    """What is told of a newer text where another stands signed."""
    pack = public_pack(
        shipped=newer,
        signature=signature_of(signed),
        signed=signed,
        withdrawn=None,
        rules=ClinicRules((), (), whole(signed)),
    )
    assert pack.newer is not None
    return pack.newer


def test_a_changed_condition_is_its_two_sentences_and_medicines_are_named() -> None:
    signed, newer = of_days(7), of_days(1, while_taking='{ medicines = ["imatinib"] }')

    [change] = waiting(signed, newer).changes

    usual = "Nausea, how bad: 2 or more above what was usual"
    taking = "It counts while taking imatinib."
    assert change.before == f"{usual} in the 7 days before (at least 1 of them written)."
    assert change.after == f"{usual} on the day before (if it was written). {taking}"
    assert [(one.name, one.before, one.after) for one in change.named] == [("while_taking", None, taking)]


def test_what_changed_outside_of_the_rules_is_named_in_words() -> None:
    signed = of_days(7)
    text = pack_text(WORSE.format(days=7), NOTHING).replace("Nobody", "Somebody")

    newer = waiting(signed, load(text.replace('["diarrhea"]', '["cough"]').replace('"1"', '"2"', 1)))

    assert newer.changes == []
    assert [(one.name, one.before, one.after) for one in newer.pack_changes] == [
        ("Version", "1", "2"),
        ("Publisher of “A book about rules”", "Nobody", "Somebody"),
        ("Asked first", "Loose stools", "Cough"),
    ]
