"""The pure parts: codes, waits, addresses, who sees what."""

from datetime import timedelta
from uuid import UUID

import pytest

from api.access import passwords
from api.access.actors import Actor, patient_id_of
from api.access.attempts import key_of, place_of, wait_after
from api.access.enrolment import device_of
from api.access.passwords import hash_password
from api.access.tokens import ALPHABET, code_as_written, new_code, new_token
from api.errors import NotFound

ANNA = Actor(kind="patient", id=UUID(int=1), clinic_id=UUID(int=9), name="Anna Berg")
NORA = Actor(kind="nurse", id=UUID(int=2), clinic_id=UUID(int=9), name="Nora Lind")


@pytest.mark.parametrize(
    "typed", ["", "7K2M", "7K2M-9QXA-4TRU", "7K2M-9QXA-4TRB-0", "7K2M_9QXA_4TRB", "٣" * 12]
)
def test_what_is_no_code_is_no_code(typed: str) -> None:
    assert code_as_written(typed) is None


@pytest.mark.parametrize("typed", ["7K2M-9QXA-4TR0", "7k2m9qxa4tro", " 7K2M 9QXA\t4TRO ", "7K2M–9QXA–4TRO"])
def test_a_code_is_understood_however_it_is_written(typed: str) -> None:
    assert code_as_written(typed) == "7K2M-9QXA-4TR0"


def test_letters_that_look_like_digits_are_read_as_digits() -> None:
    assert code_as_written("oOiI-lL00-1111") == "0011-1100-1111"


def test_a_code_has_sixty_bits_and_is_its_own_reading() -> None:
    code = new_code()

    assert len(code.replace("-", "")) * (len(ALPHABET).bit_length() - 1) == 60
    assert code_as_written(code) == code
    assert new_code() != code


def test_a_token_has_256_bits() -> None:
    assert len(new_token()) == 43
    assert new_token() != new_token()


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (4, 0), (5, 1), (6, 2), (14, 512), (15, 900), (16, 900), (10_000, 900)]
)
def test_the_wait_doubles_up_to_fifteen_minutes(failures: int, seconds: int) -> None:
    assert wait_after(failures) == timedelta(seconds=seconds)


def test_addresses_of_one_household_are_one_place() -> None:
    assert place_of("2001:db8:1:2:3:4:5:6") == place_of("2001:db8:1:2::1")
    assert place_of("2001:db8:1:2::1") != place_of("2001:db8:1:3::1")
    assert place_of("192.0.2.1") != place_of("192.0.2.2")
    assert place_of("testclient") == "testclient"


def test_the_key_of_attempts_names_nobody_and_ignores_case() -> None:
    assert key_of("Nora@example.org", "here") == key_of("nora@example.org", "here")
    assert key_of("nora@example.org", "here") != key_of("nora@example.org", "there")
    assert "nora" not in key_of("nora@example.org", "here")


def test_a_password_is_kept_as_argon2id() -> None:
    assert hash_password("correct horse battery").startswith("$argon2id$")


def test_nobodys_password_is_kept_as_a_new_one_would_be() -> None:
    costs = passwords._NOBODYS.rsplit("$", 2)[0]

    assert hash_password("correct horse battery").startswith(f"{costs}$")


def test_me_is_the_patient_who_asks_and_nobody_else() -> None:
    assert patient_id_of(ANNA, "me") == ANNA.id
    assert patient_id_of(NORA, str(ANNA.id)) == ANNA.id
    for wrong in ("me", "ME", "", "anna", "1", "\x00"):
        with pytest.raises(NotFound):
            patient_id_of(NORA, wrong)


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (Linux; Android 16)", "Android"),
        ("Mozilla/5.0 (iPhone; CPU)", "iPhone"),
        ("curl", "Another device"),
    ],
)
def test_a_phone_is_labelled_by_its_kind_only(agent: str, device: str) -> None:
    assert device_of(agent) == device
