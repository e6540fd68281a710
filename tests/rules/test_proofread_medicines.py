"""A rule that counts for some medicines only is proof-read too."""

import pytest

from tests.rules.small_packs import pack_text
from tests.rules.test_proofreading import ROWS, STOOLS, whats


@pytest.mark.parametrize(
    ("while_taking", "faults"),
    [
        ('{ medicines = ["aspirin"] }', {"no pack knows the medicine aspirin"}),
        ('{ medicines = ["imatinib", "tea"] }', {"no pack knows the medicine tea"}),
        ('{ classes = ["ntrk_inhibitor", "tea"] }', {"no pack knows the class tea"}),
        ('{ classes = ["ntrk_inhibitor"], medicines = ["imatinib"] }', set()),
    ],
)
def test_a_medicine_that_no_pack_knows_is_a_fault(while_taking: str, faults: set[str]) -> None:
    text = pack_text(STOOLS, *ROWS, while_taking=while_taking)

    assert {what for what in whats(text) if what.startswith("no pack")} == faults


@pytest.mark.parametrize(
    ("when", "level", "changes"),
    [
        (STOOLS, "call", True),
        ("{ silent_days = 1 }", "watch", False),
        ('{ together = "call", symptoms = 2 }', "urgent", False),
    ],
)
def test_a_medicine_where_no_medicine_is_asked_about_is_a_fault(when: str, level: str, changes: bool) -> None:
    rows = ['days = [{ rash = true }], finding = "none"']
    text = pack_text(when, *rows, level=f'"{level}"', while_taking='{ medicines = ["imatinib"] }')

    said = "while_taking changes nothing in a rule about silent days or symptoms together"

    assert (said not in whats(text)) is changes


def test_a_medicine_of_the_pack_itself_is_known() -> None:
    keys = 'id = "sage"\nname = "sage"\nclass = "herb"\natc = "X"\nmarket_status = "marketed"\n'
    keys += 'sources = ["book"]\n'
    rule = pack_text(STOOLS, *ROWS, while_taking='{ medicines = ["sage"], classes = ["herb"] }')
    text = rule.replace("[[rules]]", f'[[classes]]\nid = "herb"\n[[medicines]]\n{keys}[[rules]]')

    assert not [what for what in whats(text) if what.startswith("no pack")]
