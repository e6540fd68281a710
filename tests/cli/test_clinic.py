"""`diary clinic`: what a clinic is called, when it is open and which numbers people call."""

import pytest

from api.audit.models import AuditRow
from api.clinics.models import Clinic
from api.database import Database
from api.settings import Settings
from tests.cli.conftest import Diary, init_options
from tests.support.apps import app_on
from tests.support.clients import API, client_of, signed_in
from tests.support.personas import People
from tests.support.rows import rows_of

HERE = ("--clinic", "Hillside Cancer Clinic")
SHOWN = """\
name\tHillside Cancer Clinic
zone\tAmerica/New_York
day-number\t(202) 555-0100
after-hours-number\t(202) 555-0199
emergency-number\t911
crisis-number\tnone
hours\tmon-fri 08:00-17:00
holidays\tnone
"""


def clinic(database: Database, people: People) -> dict[str, object]:
    return next(row for row in rows_of(database, Clinic) if row["id"] == people.clinic.id)


@pytest.mark.parametrize(
    ("option", "wrong", "said"),
    [
        ("--name", " ", "--name: "),
        ("--name", "x" * 201, "--name: "),
        ("--zone", "Mars/Olympus", "--zone: Send an IANA name"),
        ("--day-number", "555 0100", "--day-number: Send a full phone number"),
        ("--after-hours-number", "911", "--after-hours-number: Send a full phone number"),
        ("--emergency-number", "12", "--emergency-number: Send a full phone number"),
        ("--crisis-number", "12", "--crisis-number: Send a number that people can dial"),
        ("--crisis-number", "call us", "--crisis-number: Send a number that people can dial"),
        ("--hours", "nine to five", "--hours: Write hours such as"),
        ("--hours", "mon 17:00-08:00", "--hours: A span closes later than it opens"),
        ("--holidays", "25 December", "--holidays: Write dates such as"),
    ],
)
def test_what_cannot_stand_is_refused_by_the_option_and_nothing_changes(
    on_tables: Diary, database: Database, people: People, option: str, wrong: str, said: str
) -> None:
    before = rows_of(database, Clinic)

    done = on_tables("clinic", "change", *HERE, "--day-number", "202 555 0150", option, wrong)

    assert (done.exit_code, said in done.output) == (2, True), done.output
    assert rows_of(database, Clinic) == before
    assert rows_of(database, AuditRow) == []


@pytest.mark.parametrize(
    ("options", "exit_code", "said"),
    [
        (HERE, 2, "Say what to change"),
        (("--hours", "always"), 2, "Say with --clinic which one"),
        ((*HERE, "--name", "SEASIDE clinic"), 1, "There is a clinic of this name already."),
        ((*HERE, "--zone", "America/New_York"), 0, "Nothing to change."),
    ],
)
def test_a_change_of_nothing_or_of_whichever_clinic_leaves_no_trace(
    on_tables: Diary,
    database: Database,
    people: People,
    options: tuple[str, ...],
    exit_code: int,
    said: str,
) -> None:
    before = rows_of(database, Clinic)

    done = on_tables("clinic", "change", *options)

    assert (done.exit_code, said in done.output) == (exit_code, True), done.output
    assert rows_of(database, Clinic) == before
    assert rows_of(database, AuditRow) == []


def test_a_change_names_who_made_it_and_what_was_there_before(
    on_tables: Diary, database: Database, people: People
) -> None:
    elsewhere = [row for row in rows_of(database, Clinic) if row["id"] != people.clinic.id]

    done = on_tables(
        *("clinic", "change", *HERE, "--day-number", "202 555 0150", "--crisis-number", "988"),
        *("--holidays", "2026-12-26, 2026-12-25", "--zone", "America/New_York"),
    )

    assert (done.exit_code, done.output) == (0, "Changed: day-number, crisis-number, holidays\n")
    (row,) = rows_of(database, AuditRow)
    assert (row["actor_kind"], row["action"]) == ("operator", "clinic.changed")
    assert (row["clinic_id"], row["subject_id"]) == (people.clinic.id, people.clinic.id)
    assert row["actor_name"]
    assert row["old"] == {"day_number": "+12025550100", "crisis_number": "", "holidays": []}
    assert row["new"] == {
        "day_number": "+12025550150",
        "crisis_number": "988",
        "holidays": ["2026-12-25", "2026-12-26"],
    }
    assert clinic(database, people)["time_zone"] == "America/New_York"
    assert [row for row in rows_of(database, Clinic) if row["id"] != people.clinic.id] == elsewhere


def test_it_is_shown_as_it_can_be_typed_again(on_tables: Diary, database: Database, people: People) -> None:
    hours = "mon-tue 08:00-12:00 13:00-24:00, wed 08:00-12:00, sat-sun 10:00-12:00"
    before = on_tables("clinic", "show", *HERE)

    on_tables("clinic", "change", *HERE, "--hours", hours, "--crisis-number", "+49 800 1110111")
    on_tables("clinic", "change", *HERE, "--name", "Hillside", "--holidays", "2026-12-25")
    after = on_tables("clinic", "show", "--clinic", "hillside")
    again = on_tables("clinic", "change", "--clinic", "Hillside", "--hours", hours)

    assert before.output == SHOWN
    shown = dict(line.split("\t") for line in after.output.splitlines())
    assert (shown["name"], shown["hours"], shown["holidays"]) == ("Hillside", hours, "2026-12-25")
    assert shown["crisis-number"] == "+49 800 1110111"
    assert again.output == "Nothing to change.\n"


@pytest.mark.parametrize("hours", ["always", "never"])
def test_open_always_and_never_have_words(on_tables: Diary, people: People, hours: str) -> None:
    on_tables("clinic", "change", *HERE, "--hours", hours)

    assert f"hours\t{hours}\n" in on_tables("clinic", "show", *HERE).output


def test_a_running_service_gives_the_new_numbers_at_once(
    on_tables: Diary, database: Database, people: People, settings: Settings
) -> None:
    http = client_of(app_on(database, settings))
    anna = signed_in(http, people.anna, database=database, settings=settings)
    before = anna.get(f"{API}/patients/me/contact").json()

    on_tables(
        *("clinic", "change", *HERE, "--day-number", "202 555 0150", "--after-hours-number", "202 555 0150"),
        *("--crisis-number", "988", "--hours", "never"),
    )
    contact = anna.get(f"{API}/patients/me/contact").json()
    on_tables("clinic", "change", *HERE, "--crisis-number", "none")

    assert (before["crisis_number"], before["crisis_display"]) == ("", "")
    assert (contact["kind"], contact["number"]) == ("after_hours", "+12025550150")
    assert (contact["crisis_number"], contact["crisis_display"]) == ("988", "988")
    assert clinic(database, people)["crisis_number"] == ""


@pytest.mark.parametrize(("given", "kept"), [("988", "988"), ("none", ""), ("", "")])
def test_a_new_clinic_may_name_a_number_for_a_crisis(
    on_tables: Diary, database: Database, password_file: str, given: str, kept: str
) -> None:
    done = on_tables(*init_options(password_file, crisis_number=given))

    assert done.exit_code == 0, done.output
    assert rows_of(database, Clinic)[0]["crisis_number"] == kept
