"""`diary staff`: who may sign in, and the traces that the operator leaves."""

from pathlib import Path
from uuid import UUID

import pytest

from api.access.models import SessionRow, Staff
from api.audit.models import AuditRow
from api.database import Database
from api.settings import Settings
from tests.cli.conftest import CHOSEN, Diary
from tests.support.apps import app_on
from tests.support.clients import API, anyone, client_of, signed_in
from tests.support.factories import a_clinic, insert
from tests.support.personas import PASSWORD_HASH, People
from tests.support.rows import rows_of

NORA = "nora@example.org"
ANOTHER = "another password of Nora's"


@pytest.fixture
def new_password(tmp_path: Path) -> str:
    file = tmp_path / "new"
    file.write_text(ANOTHER)
    return str(file)


def staff(database: Database, email: str = NORA) -> dict[str, object]:
    return next(row for row in rows_of(database, Staff) if row["email"] == email)


def open_sessions(database: Database) -> set[UUID]:
    return {row["actor_id"] for row in rows_of(database, SessionRow) if row["ended_at"] is None}


def last_trace(database: Database) -> dict[str, object]:
    row = max(rows_of(database, AuditRow), key=lambda row: row["at"])
    return {name: row[name] for name in ("actor_kind", "action", "clinic_id", "subject_id", "old", "new")}


@pytest.fixture
def everyone_signed_in(database: Database, people: People, settings: Settings) -> None:
    http = client_of(app_on(database, settings))
    for actor in (people.nora, people.carl):
        signed_in(http, actor, database=database, settings=settings)


@pytest.mark.parametrize(
    "command",
    [
        ("password", "--password-file", "-"),
        ("role", "admin"),
        ("disable",),
        ("enable",),
    ],
)
def test_somebody_unknown_is_said_in_a_sentence(
    on_tables: Diary, people: People, command: tuple[str, ...]
) -> None:
    done = on_tables("staff", command[0], "nobody@example.org", *command[1:], typed=f"{ANOTHER}\n")

    assert (done.exit_code, done.output) == (
        1,
        "Nobody signs in as nobody@example.org. See: diary staff list\n",
    )


def test_a_role_that_there_is_not_is_refused(on_tables: Diary, database: Database, people: People) -> None:
    done = on_tables("staff", "role", NORA, "owner")

    assert done.exit_code == 2
    assert staff(database)["role"] == "nurse"


def test_an_e_mail_address_belongs_to_one_person_only(
    on_tables: Diary, database: Database, people: People, new_password: str
) -> None:
    before = rows_of(database, Staff)

    done = on_tables(
        *("staff", "add", "--name", "Nora Two", "--email", "NORA@example.org"),
        *("--clinic", people.clinic.name, "--password-file", new_password),
    )

    assert done.exit_code == 2
    assert "taken" in done.output
    assert rows_of(database, Staff) == before


def test_with_several_clinics_one_has_to_be_named(
    on_tables: Diary, database: Database, people: People, new_password: str
) -> None:
    who = ("--name", "Mia Holm", "--email", "mia@example.org", "--password-file", new_password)

    unsaid = on_tables("staff", "add", *who)
    unknown = on_tables("staff", "add", *who, "--clinic", "Nowhere")
    named = on_tables("staff", "add", *who, "--clinic", "seaside clinic")

    assert (unsaid.exit_code, unknown.exit_code, named.exit_code) == (2, 2, 0)
    assert "Hillside Cancer Clinic, Seaside Clinic" in unsaid.output
    assert staff(database, "mia@example.org")["clinic_id"] == people.elsewhere.id


def test_without_a_clinic_nobody_can_be_added(on_tables: Diary, new_password: str) -> None:
    done = on_tables(
        "staff", "add", "--name", "Mia Holm", "--email", "m@example.org", "--password-file", new_password
    )

    assert (done.exit_code, done.output) == (1, "There is no clinic yet. Run: diary init\n")


def test_whoever_is_added_can_sign_in(
    on_tables: Diary, database: Database, settings: Settings, new_password: str
) -> None:
    clinic = a_clinic()
    database.write_now(insert, clinic)

    done = on_tables(
        "staff", "add", "--name", "Mia Holm", "--email", "Mia@example.org", "--password-file", new_password
    )

    http = anyone(client_of(app_on(database, settings)), settings)
    answer = http.post(f"{API}/auth/login", {"email": "mia@example.org", "password": ANOTHER})
    assert (answer.status_code, answer.json()["actor"]) == (200, "nurse")
    assert ANOTHER not in done.output
    assert last_trace(database) == {
        "actor_kind": "operator",
        "action": "staff.added",
        "clinic_id": clinic.id,
        "subject_id": staff(database, "mia@example.org")["id"],
        "old": None,
        "new": {"email": "mia@example.org", "role": "nurse"},
    }


@pytest.mark.usefixtures("everyone_signed_in")
def test_another_password_signs_that_person_out_everywhere(
    on_tables: Diary, database: Database, people: People, new_password: str
) -> None:
    done = on_tables("staff", "password", "Nora@example.org", "--password-file", new_password)

    assert done.exit_code == 0, done.output
    assert staff(database)["password_hash"] != PASSWORD_HASH
    assert open_sessions(database) == {people.carl.id}
    assert last_trace(database)["action"] == "staff.password_set"
    assert ANOTHER not in done.output


@pytest.mark.usefixtures("everyone_signed_in")
def test_another_role_signs_that_person_out_everywhere(
    on_tables: Diary, database: Database, people: People
) -> None:
    done = on_tables("staff", "role", NORA, "admin")

    assert done.exit_code == 0, done.output
    assert staff(database)["role"] == "admin"
    assert open_sessions(database) == {people.carl.id}
    assert (last_trace(database)["old"], last_trace(database)["new"]) == (
        {"role": "nurse"},
        {"role": "admin"},
    )


@pytest.mark.usefixtures("everyone_signed_in")
def test_whoever_is_disabled_is_out_until_enabled(
    on_tables: Diary, database: Database, people: People
) -> None:
    disabled = on_tables("staff", "disable", NORA)
    state, still_in = staff(database)["is_active"], open_sessions(database)
    enabled = on_tables("staff", "enable", NORA)

    assert (disabled.exit_code, enabled.exit_code) == (0, 0)
    assert (state, staff(database)["is_active"]) == (False, True)
    assert still_in == open_sessions(database) == {people.carl.id}
    assert last_trace(database)["action"] == "staff.enabled"


def test_the_list_shows_everybody_and_no_secret(on_tables: Diary, people: People) -> None:
    on_tables("staff", "disable", "carl@example.org")

    done = on_tables("staff", "list")

    assert done.output.splitlines() == [
        "ada@example.org\tadmin\tactive\tAda Moreau\tHillside Cancer Clinic",
        "nora@example.org\tnurse\tactive\tNora Lind\tHillside Cancer Clinic",
        "carl@example.org\tnurse\tdisabled\tCarl Stone\tSeaside Clinic",
    ]
    assert CHOSEN not in done.output
