"""A nurse sees a patient's phones and signs a lost one out."""

import pytest

from tests.access.conftest import SignIn
from tests.support.clients import API, Caller
from tests.support.personas import People


def phones_of(nurse: Caller, people: People) -> list[dict[str, object]]:
    found = nurse.get(f"{API}/patients/{people.anna.id}/sessions")
    assert found.status_code == 200
    phones: list[dict[str, object]] = found.json()["items"]
    return phones


def test_a_nurse_ends_a_lost_phone_at_once(sign_in: SignIn, people: People) -> None:
    lost, kept, nora = sign_in(people.anna), sign_in(people.anna), sign_in(people.nora)

    ended = nora.delete(f"{API}/patients/{people.anna.id}/sessions/{lost.session_id}")

    assert ended.status_code == 204
    assert lost.get(f"{API}/patients/me").status_code == 401
    assert kept.get(f"{API}/patients/me").status_code == 200
    newest, oldest = phones_of(nora, people)
    assert (newest["ended_at"] is None, oldest["ended_at"] is None) == (True, False)


def test_a_change_without_a_body_must_still_say_that_it_is_json(sign_in: SignIn, people: People) -> None:
    phone, nora = sign_in(people.anna), sign_in(people.nora)
    address = f"{API}/patients/{people.anna.id}/sessions/{phone.session_id}"

    assert nora.delete(address, headers={"Content-Type": "text/plain"}).status_code == 415
    assert nora.delete(address, headers={"Content-Type": None}).status_code == 415

    assert phone.get(f"{API}/patients/me").status_code == 200


def test_ending_a_phone_again_changes_nothing(sign_in: SignIn, people: People) -> None:
    lost, nora = sign_in(people.anna), sign_in(people.nora)
    address = f"{API}/patients/{people.anna.id}/sessions/{lost.session_id}"
    nora.delete(address)
    before = phones_of(nora, people)

    again = nora.delete(address)

    assert again.status_code == 204
    assert phones_of(nora, people) == before


@pytest.mark.parametrize(
    ("owner", "asked_at"), [("ben", "anna"), ("cora", "anna"), ("cora", "cora"), ("nora", "anna")]
)
def test_a_session_that_is_not_this_patients_phone_is_not_found(
    sign_in: SignIn, people: People, owner: str, asked_at: str
) -> None:
    theirs, nora = sign_in(getattr(people, owner)), sign_in(people.nora)
    patient = getattr(people, asked_at)

    answer = nora.delete(f"{API}/patients/{patient.id}/sessions/{theirs.session_id}")

    assert answer.status_code == 404
    assert theirs.get(f"{API}/auth/me").status_code == 200


def test_phones_come_in_pages_newest_first(sign_in: SignIn, people: People) -> None:
    enrolled = [str(sign_in(people.anna).session_id) for _ in range(3)]
    nora, address = sign_in(people.nora), f"{API}/patients/{people.anna.id}/sessions"

    first = nora.get(f"{address}?limit=2").json()
    rest = nora.get(f"{address}?limit=2&cursor={first['next']}").json()

    listed = [phone["id"] for phone in first["items"] + rest["items"]]
    assert listed == enrolled[::-1]
    assert rest["next"] is None


def test_a_list_of_phones_tells_no_secrets(sign_in: SignIn, people: People) -> None:
    sign_in(people.anna)

    phone = phones_of(sign_in(people.nora), people)[0]

    assert set(phone) == {"id", "label", "created_at", "last_seen_at", "ended_at"}
