"""`diary client`: the hospital's programs, whose secret is shown once."""

from uuid import uuid4

import httpx
import pytest

from api.access.models import Client
from api.access.tokens import hash_of
from api.audit.models import AuditRow
from api.database import Database
from api.settings import Settings
from tests.cli.conftest import Diary
from tests.support.apps import app_on
from tests.support.clients import API, client_of
from tests.support.personas import CLIENT_SECRET, People
from tests.support.rows import rows_of

SEASIDE = ("--clinic", "Seaside Clinic")


def clients(database: Database) -> dict[str, dict[str, object]]:
    return {str(row["id"]): row for row in rows_of(database, Client)}


def shown(output: str) -> tuple[str, str]:
    """The id and the secret that a command has printed."""
    words = output.split()
    return words[words.index("id") + 1], words[words.index("secret") + 1]


def ask_for_token(database: Database, settings: Settings, client_id: str, secret: str) -> httpx.Response:
    http = client_of(app_on(database, settings))
    return http.post(
        f"{API}/oauth/token", data={"grant_type": "client_credentials"}, auth=(client_id, secret)
    )


def actions(database: Database) -> list[tuple[str, str]]:
    return [(row["actor_kind"], row["action"]) for row in rows_of(database, AuditRow)]


@pytest.mark.parametrize(
    ("scopes", "said"),
    [
        ((), "Say with --scope what it may do: patients:read"),
        (("diary:erase",), "There is no scope diary:erase"),
    ],
)
def test_a_program_needs_scopes_that_there_are(
    on_tables: Diary, database: Database, people: People, scopes: tuple[str, ...], said: str
) -> None:
    before = clients(database)

    done = on_tables(
        "client", "add", "--name", "Lab", *SEASIDE, *(part for one in scopes for part in ("--scope", one))
    )

    assert done.exit_code != 0
    assert said in done.output
    assert clients(database) == before


@pytest.mark.parametrize("command", ["rotate", "disable"])
def test_an_unknown_program_is_said_in_a_sentence(on_tables: Diary, people: People, command: str) -> None:
    done = on_tables("client", command, str(uuid4()))

    assert (done.exit_code, done.output) == (1, "There is no such program. See: diary client list\n")


def test_what_is_no_id_is_refused(on_tables: Diary) -> None:
    done = on_tables("client", "disable", "EHR")

    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_a_disabled_program_gets_no_new_secret(on_tables: Diary, database: Database, people: People) -> None:
    on_tables("client", "disable", str(people.ehr.id))

    done = on_tables("client", "rotate", str(people.ehr.id))

    assert done.exit_code == 1
    assert "disabled" in done.output
    assert clients(database)[str(people.ehr.id)]["secret_hash"] == hash_of(CLIENT_SECRET)


def test_a_new_program_gets_tokens_for_its_scopes_and_no_more(
    on_tables: Diary, database: Database, people: People, settings: Settings
) -> None:
    done = on_tables("client", "add", "--name", "Lab", *SEASIDE, "--scope", "diary:read", "--scope", "check")

    client_id, secret = shown(done.output)
    token = ask_for_token(database, settings, client_id, secret)
    assert token.json()["scope"] == "check diary:read"
    assert clients(database)[client_id]["clinic_id"] == people.elsewhere.id
    assert actions(database)[-1] == ("operator", "client.added")


def test_the_secret_is_shown_once_and_kept_as_a_hash(
    on_tables: Diary, database: Database, people: People
) -> None:
    done = on_tables("client", "add", "--name", "Lab", *SEASIDE, "--scope", "check")

    client_id, secret = shown(done.output)
    assert clients(database)[client_id]["secret_hash"] == hash_of(secret)
    assert secret not in str(clients(database)) + str(rows_of(database, AuditRow))
    assert secret not in on_tables("client", "list").output


def test_a_rotated_secret_ends_the_old_one_and_its_tokens(
    on_tables: Diary, database: Database, people: People, settings: Settings
) -> None:
    ehr = str(people.ehr.id)
    token = ask_for_token(database, settings, ehr, CLIENT_SECRET).json()["access_token"]

    client_id, secret = shown(on_tables("client", "rotate", ehr).output)

    http = client_of(app_on(database, settings))
    asked = http.get(f"{API}/auth/me", headers={"Authorization": f"Bearer {token}"})
    assert client_id == ehr
    assert asked.status_code == 401
    assert ask_for_token(database, settings, ehr, CLIENT_SECRET).status_code == 401
    assert ask_for_token(database, settings, ehr, secret).status_code == 200
    assert actions(database)[-1] == ("operator", "client.rotated")


def test_a_disabled_program_is_out_at_once(
    on_tables: Diary, database: Database, people: People, settings: Settings
) -> None:
    ehr = str(people.ehr.id)

    done = on_tables("client", "disable", ehr)

    assert done.exit_code == 0
    assert ask_for_token(database, settings, ehr, CLIENT_SECRET).status_code == 401
    assert f"{ehr}\tdisabled\t" in on_tables("client", "list").output
    assert actions(database)[-1] == ("operator", "client.disabled")
