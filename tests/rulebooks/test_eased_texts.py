"""A signature that makes rules milder, by its text or by what it leaves out, asks why and stays on a list."""

from typing import Any

import pytest

from api.audit.models import AuditRow
from api.database import Database
from api.rules.guidance import DOCUMENT, published
from tests.rulebooks.test_signing import PACK, needs_a_tick, pack_of, signing
from tests.support.callers import CallAs
from tests.support.personas import People
from tests.support.rows import rows_of
from tests.support.rulebooks import signed_before_an_update

REASON = "We read it together."
SIGN, WITHDRAW = f"/clinic/guidance/{PACK}/sign", f"/clinic/guidance/{PACK}/withdraw"
NUMBER = '"vomiting.count", at_least = {}, unit'
RULE = '[[rules]]\nid = "vomiting"\n'
EXTRA = """[[rules]]
id = "dizzy"
level = "call"
mark = "F"
when = { reading = "dizziness.severity", at_least = 3, unit = "points" }
advice = "vomiting"
source = "ctcae4"
section = "Dizziness"
basis = "Severe"
in_force_since = 2026-11-25
examples = [{ days = ["-"], finding = "none" }]

"""


@pytest.fixture
def listed(call_as: CallAs, people: People) -> Any:
    def read(*names: str) -> list[tuple[Any, ...]]:
        items = call_as(people.nora).get("/clinic/thresholds/weakened").json()["items"]
        return [tuple(one[name] for name in ("rule", *names)) for one in items]

    return read


def test_a_rule_cannot_be_dropped_unseen_by_withdrawing_first(
    call_as: CallAs, people: People, listed: Any
) -> None:
    ada, ticked = call_as(people.ada), needs_a_tick()
    ada.post(SIGN, signing(also=ticked))
    ada.post(WITHDRAW, {"reason": "x"})

    refused = ada.post(SIGN, signing())
    signed = ada.post(SIGN, signing(reason=REASON)).json()["signature"]

    assert ticked in refused.json()["errors"][0]["problem"]
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "reason")
    assert listed("left_out", "reason", "set_at") == [(ticked, True, REASON, signed["signed_at"])]
    assert (signed["left_out"], signed["changed"]["removed"]) == ([ticked], [ticked])


def test_what_stands_left_out_stays_listed_as_it_was_left_out_first(
    call_as: CallAs, people: People, listed: Any
) -> None:
    ada, ticked = call_as(people.ada), needs_a_tick()
    ada.post(SIGN, signing(also=ticked))
    first = ada.post(SIGN, signing(without="fever", reason=REASON)).json()["signature"]
    left = [(rule, REASON, first["signed_at"]) for rule in ("fever", ticked)]
    assert sorted(listed("reason", "set_at")) == sorted(left)

    again = ada.post(SIGN, signing(without="fever", reason="As before."))

    assert again.json()["signature"]["left_out"] == ["fever"]
    assert sorted(listed("reason", "set_at")) == sorted(left)
    assert ada.post(SIGN, signing()).status_code == 200
    assert listed("reason", "set_at") == [(ticked, REASON, first["signed_at"])]
    ada.post(SIGN, signing(also=ticked))
    assert listed() == []


@pytest.mark.parametrize(
    ("words", "older", "rule", "how"),
    [
        (NUMBER.format(3), NUMBER.format(2), "vomiting", "milder_text"),
        (f'{RULE}level = "call"', f'{RULE}level = "urgent"', "vomiting", "milder_text"),
        (RULE, f"{EXTRA}{RULE}", "dizzy", "left_out"),
    ],
)
def test_a_milder_text_is_signed_with_a_reason_and_stays_listed(
    call_as: CallAs, people: People, database: Database, listed: Any,
    words: str, older: str, rule: str, how: str,
) -> None:  # fmt: skip
    ada = call_as(people.ada)
    database.write_now(signed_before_an_update, people.ada, pack=PACK, words=words, older=older)
    assert pack_of(call_as, people)["milder"] == [rule] * (how == "milder_text")

    refused = ada.post(SIGN, signing())
    signed = ada.post(SIGN, signing(reason=REASON))

    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "reason")
    assert rule in refused.json()["errors"][0]["problem"]
    assert signed.status_code == 200, signed.text
    told = (rule, True, "Ada Moreau", REASON, signed.json()["signature"]["signed_at"])
    assert listed(how, "set_by", "reason", "set_at") == [told]
    assert ada.post(SIGN, signing()).status_code == 200
    assert listed(how, "set_by", "reason", "set_at") == [told]


def test_a_text_of_other_words_or_stricter_rules_needs_no_reason_and_its_changes_are_kept(
    call_as: CallAs, people: People, database: Database, listed: Any
) -> None:
    older = NUMBER.format(4)
    database.write_now(
        signed_before_an_update, people.ada, pack=PACK, words=NUMBER.format(3), older=older
    )  # fmt: skip
    before = pack_of(call_as, people)["signature"]

    signed = call_as(people.ada).post(SIGN, signing(also=needs_a_tick()))

    assert signed.status_code == 200, signed.text
    assert listed() == []
    changed = signed.json()["signature"]["changed"]
    assert (before["changed"], changed["version"], changed["hash"]) == (None, "an older one", before["hash"])
    assert (changed["added"], changed["removed"], changed["milder"]) == ([needs_a_tick()], [], [])
    [vomiting] = changed["changes"]
    assert (vomiting["rule"], "4" in vomiting["before"], "3" in vomiting["after"]) == ("vomiting", True, True)
    version = {"name": "Version", "before": "an older one", "after": published()[PACK].version}
    assert changed["pack_changes"] == [version]
    [row] = [row for row in rows_of(database, AuditRow) if row["action"] == "guidance.signed"]
    assert row["new"]["changed"] == changed


def test_the_rules_of_a_withdrawn_pack_are_listed_until_it_is_signed_again(
    call_as: CallAs, people: People, listed: Any
) -> None:
    ada, rules = call_as(people.ada), signing()["rules"]
    ada.post(SIGN, signing())

    withdrawn = ada.post(WITHDRAW, {"reason": REASON}).json()["withdrawal"]

    assert withdrawn["rules"] == rules
    assert sorted(listed("withdrawn", "reason", "set_at")) == sorted(
        (rule, True, REASON, withdrawn["withdrawn_at"]) for rule in rules
    )
    assert call_as(people.carl).get("/clinic/thresholds/weakened").json()["items"] == []
    ada.post(SIGN, signing())
    assert listed() == []


def test_withdrawing_the_document_lists_only_what_is_milder_as_it_ships(
    call_as: CallAs, people: People, database: Database, listed: Any
) -> None:
    ada, text = call_as(people.ada), published()[DOCUMENT]
    place = f"/clinic/guidance/{DOCUMENT}"
    ada.post(f"{place}/sign", {"hash": text.hash, "rules": ["loose-stools"]})
    ada.post(f"{place}/withdraw", {"reason": REASON})
    assert listed() == []

    words, older = "days_in_a_row = 2", "days_in_a_row = 1"
    database.write_now(signed_before_an_update, people.ada, pack=DOCUMENT, words=words, older=older)
    ada.post(f"{place}/withdraw", {"reason": REASON})

    told = [("loose-stools", True, "Ada Moreau", REASON)]
    assert listed("milder_text", "set_by", "reason") == told
    as_it_ships = ada.post(f"{place}/sign", {"hash": text.hash, "rules": ["loose-stools"]})
    assert as_it_ships.status_code == 200
    assert listed("milder_text", "set_by", "reason") == told
