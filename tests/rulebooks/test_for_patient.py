"""What a phone is given to judge by: the rules in force for her, and nothing else."""

from api.access.actors import Actor
from api.rules.guidance import DOCUMENT
from api.rules.vocabulary import RED_FLAGS
from tests.support.callers import CallAs
from tests.support.personas import People


def test_a_phone_gets_the_rules_in_force_with_her_numbers_and_what_she_takes(
    call_as: CallAs, people: People
) -> None:
    nora = call_as(people.nora)
    number = {"pack": DOCUMENT, "rule": "loose-stools", "value": 3.0}
    nora.post(f"/patients/{people.anna.id}/thresholds", number)
    nora.patch(f"/patients/{people.anna.id}", {"usual_stools": 1.0}, if_match='"1"')
    nora.post(f"/patients/{people.anna.id}/medications", {"catalogue_id": "pazopanib"})

    given = call_as(people.anna).get("/patients/me/guidance").json()

    [pack] = given["packs"]
    [rule] = pack["rules"]
    assert (pack["id"], rule["condition"]["number"]) == (DOCUMENT, 3.0)
    assert given["baseline"] == {"usual_stools": 1.0, "weight_kg": None, "has_ostomy": None}
    assert [one["medicine_class"] for one in given["taking"]] == ["tyrosine_kinase_inhibitor"]
    assert given["red_flags"] == list(RED_FLAGS)
    assert (rule["since"], rule["pack"]) == (None, DOCUMENT)


def test_whoever_has_an_ostomy_is_asked_about_her_bag_and_everyone_else_is_not(
    call_as: CallAs, people: People
) -> None:
    def asked(who: Actor) -> tuple[str, str]:
        [pack] = call_as(who).get("/patients/me/guidance").json()["packs"]
        stools = next(one for one in pack["symptoms"] if one["id"] == "diarrhea")
        return stools["label"], stools["question"]

    nora = call_as(people.nora)
    assert asked(people.anna) == ("Loose stools", "How many loose stools?")

    nora.patch(f"/patients/{people.anna.id}", {"has_ostomy": True}, if_match='"1"')
    nora.patch(f"/patients/{people.ben.id}", {"has_ostomy": False}, if_match='"1"')

    bag = "How many times did you empty your bag of loose or watery stool?"
    assert asked(people.anna) == ("Loose stool in your bag", bag)
    assert asked(people.ben) == ("Loose stools", "How many loose stools?")
