"""A pack is in force where a named admin signed it: what she read, what she ticked, from that day on."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from api.alerts.models import Alert
from api.audit.models import AuditRow
from api.database import Database
from api.rulebooks.models import GuidanceText
from api.rules.guidance import DOCUMENT, published, published_text
from api.sweeper import service as sweeping
from api.sweeper.models import Repair
from api.sweeper.service import sweep
from tests.support.callers import CallAs
from tests.support.entries import MONDAY, SUNDAY, write
from tests.support.personas import People
from tests.support.rows import rows_of
from tests.support.rulebooks import signed_before_an_update

PACK = "published-criteria"
FEVER = {"temperature": [{"value": 38.6, "unit": "°C", "at": "08:10"}]}


def signing(*, without: str = "", also: str = "", **stated: Any) -> dict[str, Any]:
    pack = published()[PACK]
    rules = [rule.id for rule in pack.rules if not rule.needs_own_tick and rule.id != without]
    return {"hash": pack.hash, "rules": [*rules, *filter(None, [also])]} | stated


def needs_a_tick() -> str:
    return next(rule.id for rule in published()[PACK].rules if rule.needs_own_tick)


def pack_of(call_as: CallAs, people: People, name: str = PACK) -> dict[str, Any]:
    items = call_as(people.nora).get("/clinic/guidance").json()["items"]
    found: dict[str, Any] = next(one for one in items if one["pack"] == name)
    return found


def test_the_documents_pack_is_in_force_from_the_start_and_the_other_is_not(
    call_as: CallAs, people: People, database: Database
) -> None:
    assert pack_of(call_as, people, DOCUMENT)["state"] == "in_force"
    assert pack_of(call_as, people)["state"] == "unsigned"

    write(database, people.anna, MONDAY, readings=FEVER)

    assert rows_of(database, Alert) == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (signing(hash="0" * 64), 409),
        (signing(also="unknown"), 422),
        (signing(rules=[]), 422),
        (signing(without="fever"), 422),
    ],
)
def test_what_was_not_read_or_leaves_out_a_rule_without_a_reason_is_not_signed(
    call_as: CallAs, people: People, body: dict[str, Any], status: int
) -> None:
    refused = call_as(people.ada).post(f"/clinic/guidance/{PACK}/sign", body)

    assert refused.status_code == status
    assert pack_of(call_as, people)["state"] == "unsigned"


def test_a_pack_that_nobody_knows_is_not_found(call_as: CallAs, people: People) -> None:
    assert call_as(people.ada).post("/clinic/guidance/unknown/sign", signing()).status_code == 404
    assert call_as(people.ada).post("/clinic/guidance/unknown/withdraw", {"reason": "x"}).status_code == 404
    path = f"/clinic/guidance/{PACK}/withdraw"
    assert call_as(people.ada).post(path, {"reason": "x"}).status_code == 409
    assert call_as(people.ada).post(path, {"reason": ""}).status_code == 422


def test_a_signed_rule_alerts_from_that_day_on_and_the_sweep_catches_up_without_repairs(
    call_as: CallAs, people: People, database: Database
) -> None:
    write(database, people.anna, MONDAY, readings=FEVER)
    write(database, people.ben, SUNDAY, readings=FEVER)

    signed = call_as(people.ada).post(f"/clinic/guidance/{PACK}/sign", signing())

    assert signed.status_code == 200, signed.text
    assert signed.json()["signature"]["signed_by"] == "Ada Moreau"
    assert sweep(database) == 0
    assert [(row["patient_id"], row["rule"]) for row in rows_of(database, Alert)] == [
        (people.anna.id, "fever")
    ]
    assert rows_of(database, Repair) == []
    kept = {row["hash"]: row["text"] for row in rows_of(database, GuidanceText)}
    assert kept[published()[PACK].hash] == published_text(PACK)
    assert "guidance.signed" in [row["action"] for row in rows_of(database, AuditRow)]


def test_a_pack_signed_while_a_sweep_is_under_way_makes_no_repair_of_what_becomes_due(
    call_as: CallAs, people: People, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(database, people.anna, MONDAY, readings=FEVER)
    real_chunks = sweeping._chunks

    def chunks_after_signing(*args: Any, **kwargs: Any) -> Iterator[sweeping.Chunk]:
        call_as(people.ada).post(f"/clinic/guidance/{PACK}/sign", signing())
        yield from real_chunks(*args, **kwargs)

    monkeypatch.setattr(sweeping, "_chunks", chunks_after_signing)

    assert sweep(database) == 0

    assert [row["rule"] for row in rows_of(database, Alert)] == ["fever"]
    assert rows_of(database, Repair) == []


def test_a_clinic_is_not_caught_up_while_somebody_could_not_be_judged(
    call_as: CallAs, people: People, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(database, people.anna, MONDAY, readings=FEVER)
    call_as(people.ada).post(f"/clinic/guidance/{PACK}/sign", signing())

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("this diary cannot be judged")

    with monkeypatch.context() as breaking:
        breaking.setattr(sweeping, "overdue", broken)
        assert sweep(database) == 0
    assert rows_of(database, Alert) == []

    assert sweep(database) == 0
    assert [row["rule"] for row in rows_of(database, Alert)] == ["fever"]
    assert rows_of(database, Repair) == []


def test_an_unverified_rule_is_in_force_only_where_it_was_named(call_as: CallAs, people: People) -> None:
    ada, named = call_as(people.ada), needs_a_tick()
    ada.post(f"/clinic/guidance/{PACK}/sign", signing())
    assert not next(r for r in pack_of(call_as, people)["rules"] if r["rule"] == named)["in_force"]

    ada.post(f"/clinic/guidance/{PACK}/sign", signing(also=named))
    assert next(r for r in pack_of(call_as, people)["rules"] if r["rule"] == named)["in_force"]

    left = ada.post(f"/clinic/guidance/{PACK}/sign", signing(reason="Too many calls."))
    assert left.json()["signature"]["left_out"] == [named]


def test_a_withdrawn_pack_alerts_no_more_and_rewrites_no_open_alert(
    call_as: CallAs, people: People, database: Database
) -> None:
    ada = call_as(people.ada)
    ada.post(f"/clinic/guidance/{PACK}/sign", signing())
    write(database, people.anna, MONDAY, readings=FEVER)
    before = rows_of(database, Alert)

    withdrawn = ada.post(f"/clinic/guidance/{PACK}/withdraw", {"reason": "Read again first."})

    assert withdrawn.json()["state"] == "unsigned"
    assert withdrawn.json() == pack_of(call_as, people)
    told = withdrawn.json()["withdrawal"]
    assert (told["withdrawn_by"], told["reason"]) == ("Ada Moreau", "Read again first.")
    write(database, people.anna, MONDAY + timedelta(days=1), readings=FEVER)
    write(database, people.ben, MONDAY, readings=FEVER)
    assert rows_of(database, Alert) == before


def test_a_newer_text_says_what_it_does_in_another_way(
    call_as: CallAs, people: People, database: Database
) -> None:
    basis = next(rule.basis for rule in published()[PACK].rules if rule.id == "fever")
    database.write_now(signed_before_an_update, people.ada, pack=PACK, words=basis)

    newer = pack_of(call_as, people)["newer"]

    assert newer["hash"] == published()[PACK].hash
    [change] = newer["changes"]
    assert (change["rule"], change["before"]) == ("fever", change["after"])
    assert change["named"] == [{"name": "basis", "before": "Other words", "after": basis}]
