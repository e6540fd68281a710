"""Making a rule milder needs a reason, whichever way it is done, and stays on a list."""

from typing import Any

import pytest

from api.rules.guidance import DOCUMENT
from tests.rulebooks.test_numbers import a_number
from tests.rulebooks.test_signing import PACK, needs_a_tick, signing
from tests.support.callers import CallAs
from tests.support.personas import People

REASON = "She is called every day."


@pytest.fixture
def weakened(call_as: CallAs, people: People) -> Any:
    def read() -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = call_as(people.nora).get("/clinic/thresholds/weakened").json()["items"]
        return items

    return read


def test_a_milder_number_in_the_place_of_a_stricter_one_needs_a_reason(
    call_as: CallAs, people: People, weakened: Any
) -> None:
    ada, nora, hers = call_as(people.ada), call_as(people.nora), f"/patients/{people.anna.id}/thresholds"
    ada.post("/clinic/thresholds", a_number(2))
    nora.post(hers, a_number(1))

    refused = [ada.post("/clinic/thresholds", a_number(3)), nora.post(hers, a_number(2))]
    eased = [
        ada.post("/clinic/thresholds", a_number(3, reason=REASON)),
        nora.post(hers, a_number(2, reason=REASON)),
    ]

    assert [[e["field"] for e in one.json()["errors"]] for one in refused] == [["reason"], ["reason"]]
    assert [one.json()["weakens"] for one in eased] == [True, True]
    listed = [(one["patient"] and one["patient"]["name"], one["value"], one["reason"]) for one in weakened()]
    assert listed == [("Anna Berg", 2, REASON), (None, 3, REASON)]


def test_ending_a_stricter_number_needs_a_reason_and_is_listed_until_another_is_set(
    call_as: CallAs, people: People, weakened: Any
) -> None:
    ada, nora, hers = call_as(people.ada), call_as(people.nora), f"/patients/{people.anna.id}/thresholds"
    stricter = ada.post("/clinic/thresholds", a_number(3)).json()
    own = nora.post(hers, a_number(2)).json()
    ends = [
        (nora, f"{hers}/{own['id']}/end"),
        (ada, f"/clinic/thresholds/{stricter['id']}/end"),
    ]

    refused = [caller.post(path, {}) for caller, path in ends]
    ended = [caller.post(path, {"reason": REASON}) for caller, path in ends]

    assert [one.json()["errors"][0]["field"] for one in refused] == ["reason", "reason"]
    assert [(one.status_code, one.json()["end_weakens"]) for one in ended] == [(200, True), (200, True)]
    assert [(one["ended_by"], one["end_reason"]) for one in weakened()] == [
        ("Nora Lind", REASON),
        ("Ada Moreau", REASON),
    ]
    assert ada.post(ends[1][1], {"reason": REASON}).status_code == 404
    ada.post("/clinic/thresholds", a_number(3))
    assert [one["patient"]["name"] for one in weakened()] == ["Anna Berg"]


def test_ending_what_is_no_stricter_than_what_then_counts_needs_no_reason(
    call_as: CallAs, people: People, weakened: Any
) -> None:
    ada, nora, hers = call_as(people.ada), call_as(people.nora), f"/patients/{people.anna.id}/thresholds"
    ada.post("/clinic/thresholds", a_number(2))
    milder = nora.post(hers, a_number(3, reason=REASON)).json()

    ended = nora.post(f"{hers}/{milder['id']}/end", {})

    assert (ended.status_code, ended.json()["end_weakens"]) == (200, False)
    assert weakened() == []


def test_a_patients_number_is_listed_once_the_clinics_later_one_is_stricter(
    call_as: CallAs, people: People, weakened: Any
) -> None:
    ada, nora = call_as(people.ada), call_as(people.nora)
    nora.post(f"/patients/{people.anna.id}/thresholds", a_number(3))
    nora.post(f"/patients/{people.ben.id}/thresholds", a_number(1))
    assert weakened() == []

    set_since = ada.post("/clinic/thresholds", a_number(2)).json()

    assert [(one["patient"]["name"], one["value"]) for one in weakened()] == [("Anna Berg", 3)]
    ada.post(f"/clinic/thresholds/{set_since['id']}/end", {"reason": REASON})
    assert [one["patient"] for one in weakened()] == [None]


@pytest.mark.parametrize("unseen", ["\u200b", "\u2060\ufeff \u200d", "\u034f", "\u00ad"])
def test_a_reason_of_which_nothing_is_seen_is_no_reason(call_as: CallAs, people: People, unseen: str) -> None:
    refused = call_as(people.ada).post("/clinic/thresholds", a_number(3, name="days_in_a_row", reason=unseen))

    assert [one["field"] for one in refused.json()["errors"]] == ["reason"]


def test_a_number_is_set_only_for_a_rule_that_is_in_force(call_as: CallAs, people: People) -> None:
    ada = call_as(people.ada)
    fever = {"pack": PACK, "rule": "fever", "value": 37.5}
    ada.post(f"/clinic/guidance/{PACK}/sign", signing(without="fever", reason="Not yet."))

    for caller, path in (
        (ada, "/clinic/thresholds"),
        (call_as(people.nora), f"/patients/{people.anna.id}/thresholds"),
    ):
        assert [one["field"] for one in caller.post(path, fever).json()["errors"]] == ["rule"]

    ada.post(f"/clinic/guidance/{PACK}/sign", signing())
    assert ada.post("/clinic/thresholds", fever).status_code == 201


def test_a_clinic_sees_nobody_elses_milder_numbers(call_as: CallAs, people: People) -> None:
    call_as(people.ada).post(
        "/clinic/thresholds", a_number(3, name="days_in_a_row", reason=REASON) | {"pack": DOCUMENT}
    )

    assert call_as(people.carl).get("/clinic/thresholds/weakened").json()["items"] == []


def test_a_rule_that_was_left_out_is_listed_with_who_when_and_why(
    call_as: CallAs, people: People, weakened: Any
) -> None:
    ada, ticked = call_as(people.ada), needs_a_tick()
    ada.post(f"/clinic/guidance/{PACK}/sign", signing())
    assert weakened() == []

    body = signing(without="fever", also=ticked, reason="Not yet.")
    signed = ada.post(f"/clinic/guidance/{PACK}/sign", body).json()["signature"]

    assert [(one["rule"], one["left_out"], one["value"], one["patient"]) for one in weakened()] == [
        ("fever", True, None, None)
    ]
    assert [(one["set_by"], one["set_at"], one["reason"]) for one in weakened()] == [
        ("Ada Moreau", signed["signed_at"], "Not yet.")
    ]
    ada.post("/clinic/thresholds", a_number(3, name="days_in_a_row", reason=REASON))
    ada.post(f"/clinic/guidance/{PACK}/sign", signing(reason="Too many calls."))
    assert [(one["rule"], one["left_out"]) for one in weakened()] == [
        (ticked, True),
        ("loose-stools", False),
    ]
    assert call_as(people.carl).get("/clinic/thresholds/weakened").json()["items"] == []
