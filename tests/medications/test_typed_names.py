"""A medicine typed by its name is watched like one chosen from the catalogue, or says that it is not."""

import pytest

from api.alerts.models import Alert
from api.database import Database
from tests.support.callers import CallAs
from tests.support.entries import MONDAY, write
from tests.support.judging import sign
from tests.support.personas import People
from tests.support.rows import rows_of

MINE = "/patients/me/medications"


@pytest.mark.parametrize(
    ("typed", "catalogue_id"),
    [
        ("Votrient", "pazopanib"),
        ("Votrient 400 mg", "pazopanib"),
        ("Votrient400mg", "pazopanib"),
        ("PAZOPANIB tablets", "pazopanib"),
        ("pazopaníb", "pazopanib"),
        ("Votrient™ (pazopanib)", "pazopanib"),
        ("Gleevec/Glivec", "imatinib"),
    ],
)
def test_a_name_with_one_medicine_of_the_catalogue_is_that_medicine(
    people: People, call_as: CallAs, typed: str, catalogue_id: str
) -> None:
    anna = call_as(people.anna)

    made = anna.post(MINE, {"name": typed}).json()

    assert (made["name"], made["catalogue_id"], made["notice"]) == (typed, catalogue_id, None)
    assert anna.get(MINE).json()["items"] == [made]


@pytest.mark.parametrize(
    "typed", ["pazopanib or imatinib", "Votrient, Sutent", "Votriant", "Votrients", "pazo panib", "ibuprofen"]
)
def test_a_name_with_two_medicines_or_none_says_that_no_such_rule_watches_it(
    people: People, call_as: CallAs, typed: str
) -> None:
    anna = call_as(people.anna)

    made = anna.post(MINE, {"name": typed}).json()

    assert (made["name"], made["catalogue_id"]) == (typed, None)
    assert made["notice"].startswith("No rule about single medicines watches this line")
    assert [one["notice"] for one in anna.get(MINE).json()["items"]] == [made["notice"]]


def test_a_typed_name_of_a_withdrawn_medicine_says_that_it_is_withdrawn(
    people: People, call_as: CallAs
) -> None:
    made = call_as(people.anna).post(MINE, {"name": "Tazverik 200 mg"}).json()

    assert made["catalogue_id"] == "tazemetostat"
    assert "off the market" in made["notice"]


def test_liver_signs_alert_with_a_brand_that_was_typed_also_by_a_program_that_sends_null(
    database: Database, people: People, call_as: CallAs
) -> None:
    sign(database, people.ada)
    write(database, people.anna, MONDAY, readings={"yellow_skin": {"presence": True}})
    before = {row["rule"] for row in rows_of(database, Alert)}

    typed = {"name": "Votrient 400 mg", "catalogue_id": None}
    call_as(people.ehr).post(f"/patients/{people.anna.id}/medications", typed)

    after = {row["rule"] for row in rows_of(database, Alert)}
    assert "liver-signs" not in before
    assert "liver-signs" in after
