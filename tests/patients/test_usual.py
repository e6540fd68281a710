"""What is usual for a patient: set by staff, with units, unknown until it is."""

import pytest

from tests.support.callers import CallAs
from tests.support.personas import People


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"usual_weight": 80.0}, "usual_weight_unit"),
        ({"usual_weight": 80.0, "usual_weight_unit": "stone"}, "usual_weight_unit"),
        ({"usual_stools": -1.0}, "usual_stools"),
    ],
)
def test_a_usual_without_its_unit_or_out_of_reach_is_refused(
    call_as: CallAs, people: People, body: dict[str, object], field: str
) -> None:
    refused = call_as(people.nora).patch(f"/patients/{people.anna.id}", body, if_match='"1"')

    assert refused.status_code == 422
    assert field in refused.json()["errors"][0]["field"]


def test_a_nurse_sets_what_is_usual_and_takes_it_back(call_as: CallAs, people: People) -> None:
    nora, path = call_as(people.nora), f"/patients/{people.anna.id}"
    assert nora.get(path).json()["usual_stools"] is None
    usual = {"usual_stools": 2.0, "usual_weight": 176.0, "usual_weight_unit": "lb", "has_ostomy": False}

    changed = nora.patch(path, usual, if_match='"1"').json()
    assert {name: changed[name] for name in usual} == usual

    unknown = {"usual_weight": None, "usual_weight_unit": None}
    again = nora.patch(path, unknown, if_match='"2"').json()
    assert (again["usual_weight"], again["usual_stools"]) == (None, 2.0)
