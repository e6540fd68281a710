"""`diary init`: a clinic and its first admin, from nothing."""

from pathlib import Path

import pytest

from api.access.models import Staff
from api.audit.models import AuditRow
from api.clinics.models import Clinic
from api.database import Database, open_database
from api.settings import Settings
from tests.cli.conftest import CHOSEN, Diary, init_options
from tests.support.apps import app_on
from tests.support.clients import API, anyone, client_of
from tests.support.rows import rows_of


@pytest.mark.parametrize(
    ("option", "wrong", "said"),
    [
        ("name", "", "--name: This is needed."),
        ("name", "x" * 201, "--name"),
        ("zone", "Mars/Olympus", "--zone: Send an IANA name"),
        ("zone", "localtime", "--zone: Send an IANA name"),
        ("zone", "Factory", "--zone: Send an IANA name"),
        ("region", "XX", "--region"),
        ("day_number", "555 0100", "--day-number: Send a full phone number"),
        ("after_hours_number", "911", "--after-hours-number"),
        ("emergency_number", "12", "--emergency-number"),
        ("crisis_number", "12", "--crisis-number: Send a number"),
        ("hours", "nine to five", "--hours: Write hours such as"),
        ("hours", "mon 17:00-08:00", "--hours: A span closes later than it opens"),
        ("admin_name", "", "--admin-name: This is needed."),
        ("admin_email", "ada", "--admin-email: Write an address"),
        ("password_file", "", "--password-file"),
        ("password_file", "/nowhere", "--password-file /nowhere: It cannot be read."),
        ("password_file", "/dev/null", "--password-file /dev/null: String should have at least 12"),
    ],
)
def test_a_clinic_that_lacks_something_is_refused_by_the_option(
    on_tables: Diary, database: Database, password_file: str, option: str, wrong: str, said: str
) -> None:
    done = on_tables(*init_options(password_file, **{option: wrong}))

    assert done.exit_code == 2
    assert said in done.output
    assert "Traceback" not in done.output
    assert rows_of(database, Clinic) == rows_of(database, Staff) == []


@pytest.mark.parametrize(
    ("weak", "said"), [("too short", "12"), ("ada@example.org", "something else than your e-mail")]
)
def test_a_weak_password_is_refused_and_never_said(
    on_tables: Diary, database: Database, tmp_path: Path, weak: str, said: str
) -> None:
    file = tmp_path / "weak"
    file.write_text(weak)

    done = on_tables(*init_options(str(file)))

    assert done.exit_code == 2
    assert said in done.output
    assert weak not in done.output
    assert rows_of(database, Clinic) == []


def test_a_password_is_no_argument(on_tables: Diary, password_file: str) -> None:
    done = on_tables(*init_options(password_file), "--password", CHOSEN)

    assert done.exit_code == 2
    assert "No such option" in done.output


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"name": "HILLSIDE cancer clinic", "admin_email": "other@example.org"}, "clinic of this name"),
        ({"name": "Seaside Clinic"}, "This e-mail address is taken"),
    ],
)
def test_a_second_clinic_needs_a_name_and_an_admin_of_its_own(
    on_empty: Diary, founded: Database, password_file: str, other: dict[str, str], said: str
) -> None:
    done = on_empty(*init_options(password_file, **other))

    assert done.exit_code == 2
    assert said in done.output
    assert (len(rows_of(founded, Clinic)), len(rows_of(founded, Staff))) == (1, 1)


def test_the_demos_database_is_refused(diary: Diary, password_file: str, tmp_path: Path) -> None:
    (tmp_path / "demo.json").write_text("{}")

    done = diary(*init_options(password_file), DIARY_DATABASE_URL=f"sqlite:///{tmp_path / 'diary.db'}")

    assert done.exit_code == 1
    assert "the demo's database" in done.output
    assert not (tmp_path / "diary.db").exists()


@pytest.mark.parametrize(
    ("command", "is_refused"),
    [
        ("staff list", True),
        ("worker", True),
        ("explain 00000000-0000-7000-8000-000000009999", False),
        ("guidance try soft-tissue-sarcoma --since 9d", False),
    ],
)
def test_what_neither_serves_nor_changes_a_clinic_reads_the_demos_diary(
    diary: Diary, password_file: str, tmp_path: Path, command: str, is_refused: bool
) -> None:
    url = f"sqlite:///{tmp_path / 'diary.db'}"
    assert diary(*init_options(password_file), DIARY_DATABASE_URL=url).exit_code == 0
    (tmp_path / "demo.json").write_text("{}")

    done = diary(*command.split(), DIARY_DATABASE_URL=url)

    assert ("the demo's database" in done.output) is is_refused, done.output


def test_it_makes_the_tables_the_clinic_and_an_admin_who_can_sign_in(
    founded: Database, emptied: Settings
) -> None:
    (clinic,) = rows_of(founded, Clinic)
    login = {"email": "ada@example.org", "password": CHOSEN}

    answer = anyone(client_of(app_on(founded, emptied)), emptied).post(f"{API}/auth/login", login)

    assert (clinic["name"], clinic["time_zone"]) == ("Hillside Cancer Clinic", "America/New_York")
    assert (clinic["day_number"], clinic["emergency_number"]) == ("+12025550100", "911")
    assert len(clinic["hours"]["friday"]) == 2
    assert (answer.status_code, answer.json()["actor"]) == (200, "admin")


def test_the_audit_says_that_the_operator_did_it(founded: Database) -> None:
    rows = rows_of(founded, AuditRow)

    assert [row["action"] for row in rows] == ["clinic.set_up", "staff.added"]
    assert {row["actor_kind"] for row in rows} == {"operator"}
    assert all(row["actor_name"] for row in rows)


def test_it_says_what_to_do_next_and_not_the_password(on_tables: Diary, password_file: str) -> None:
    done = on_tables(*init_options(password_file))

    assert done.exit_code == 0
    assert "diary serve" in done.output
    assert CHOSEN not in done.output


def test_the_password_can_come_on_standard_input(on_tables: Diary, database: Database) -> None:
    done = on_tables(*init_options("-"), typed=f"{CHOSEN}\n")

    assert done.exit_code == 0
    assert len(rows_of(database, Staff)) == 1


@pytest.mark.usefixtures("at_the_keyboard")
def test_somebody_at_the_keyboard_is_asked_until_each_answer_will_do(
    on_tables: Diary, settings: Settings
) -> None:
    typed = [
        *("Hillside Cancer Clinic", "New York", "America/New_York", "", "555", "202 555 0100"),
        *("202 555 0199", "911", "12", "988", "mon 9-5", "", "Ada Moreau", "ada", "ada@example.org"),
        *("short", "short", CHOSEN, "another than before", CHOSEN, CHOSEN),
    ]

    done = on_tables("init", typed="".join(f"{line}\n" for line in typed))

    assert done.exit_code == 0, done.output
    for said in ("IANA name", "full phone number", "Write hours", "Write an address", "12 characters"):
        assert said in done.output
    database = open_database(settings)
    assert rows_of(database, Clinic)[0]["hours"]["monday"] == [{"opens": "08:00", "closes": "17:00"}]
    database.close()
