"""What Prometheus reads: for who has the token, numbers only, nobody's name or health."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
import time_machine
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from api.access.actors import Actor
from api.database import Database
from api.errors import Unavailable
from api.ids import new_id
from api.main import create_app
from api.outbox.models import OutboxEvent
from api.patients import store as patients
from api.settings import Settings
from api.sweeper.models import Repair
from api.sweeper.service import note_silences
from tests.operations.conftest import NOON, TOKEN
from tests.support import clients
from tests.support.clients import API, Caller
from tests.support.entries import an_entry, as_json, write
from tests.support.factories import insert
from tests.support.personas import People
from tests.sweeper.waiting import changed

DAY = "2026-11-23"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


def figures(http: TestClient) -> dict[str, float]:
    """Each sample by its name and, in braces, the values of its labels."""
    answer = http.get("/metrics", headers=BEARER)
    assert answer.status_code == 200
    found = {}
    for family in text_string_to_metric_families(answer.text):
        for sample in family.samples:
            found[_named(sample.name, sample.labels)] = sample.value
    return found


def _named(name: str, labels: Mapping[str, str]) -> str:
    said = " ".join(value for _, value in sorted(labels.items()))
    return f"{name}{{{said}}}" if said else name


def saved(anna: Caller) -> dict[str, object]:
    entry = as_json(an_entry(loose_stools=5, notes={"physical": "A rash on my arm"}))
    assert anna.put(f"{API}/patients/me/diary/{DAY}", entry).status_code == 201
    return entry


def test_without_a_token_in_the_settings_there_is_nothing_here(
    database: Database, settings: Settings
) -> None:
    closed = clients.client_of(
        create_app(settings.model_copy(update={"metrics_token": ""}), database=database)
    )

    answers = [closed.get(path, headers={"Authorization": "Bearer "}) for path in ("/metrics", "/nowhere")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer ", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", "Bearer é"],
)
@pytest.mark.parametrize("database_server", ["sqlite"], indirect=True)
def test_a_wrong_token_is_refused(http: TestClient, authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization.encode("latin-1")}

    answer = http.get("/metrics", headers=headers)

    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert TOKEN not in answer.text
    assert "diary_" not in answer.text


def test_nobody_who_is_signed_in_gets_in_by_that(
    http: TestClient, database: Database, settings: Settings, people: People
) -> None:
    def status_for(actor: Actor) -> int:
        caller = clients.signed_in(http, actor, database=database, settings=settings)
        return caller.get("/metrics").status_code

    assert [status_for(actor) for actor in (people.anna, people.nora, people.ada, people.ehr)] == [401] * 4


def test_the_figures_may_not_be_kept_by_anyone_on_the_way(http: TestClient) -> None:
    answer = http.get("/metrics", headers=BEARER)

    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert answer.headers["cache-control"] == "no-store"


def test_requests_are_counted_by_their_template(http: TestClient, anna: Caller) -> None:
    saved(anna)
    http.get("/live")
    http.get(f"{API}/patients/me")
    http.request("SPY", "/secret/path")

    counted = {name: value for name, value in figures(http).items() if "_seconds_count{" in name}

    day = f"{API}/patients/{{patient}}/diary/{{day}}"
    assert counted == {
        f"diary_request_seconds_count{{PUT {day} 2xx}}": 1,
        "diary_request_seconds_count{GET /live 2xx}": 1,
        f"diary_request_seconds_count{{GET {API}/patients/{{patient}} 4xx}}": 1,
        "diary_request_seconds_count{OTHER unknown 4xx}": 1,
    }


def test_nothing_in_the_figures_tells_who_or_what(http: TestClient, anna: Caller, people: People) -> None:
    entry = saved(anna)
    http.get(f"/{people.anna.id}/Anna?note=rash")

    said = http.get("/metrics", headers=BEARER).text

    told = [people.anna.id, people.clinic.id, people.clinic.name, "Anna", "Berg", "rash", "diarrhea", DAY]
    assert [secret for secret in (*told, entry["id"], "patients/me", "MRN") if str(secret) in said] == []


def test_commits_and_what_waits_are_counted(http: TestClient, anna: Caller) -> None:
    before = figures(http)

    saved(anna)

    after = figures(http)
    assert after["diary_commit_seconds_count"] > before["diary_commit_seconds_count"]
    assert after["diary_commit_works_sum"] > before["diary_commit_works_sum"]
    assert after["diary_writes_waiting"] == 0


def test_refusals_are_counted_but_not_those_of_ready(
    http: TestClient, anna: Caller, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise Unavailable

    monkeypatch.setattr(patients, "get", refuse)
    assert anna.get(f"{API}/patients/me").status_code == 503
    monkeypatch.setattr(database._engine, "unsafe", lambda: ["unsafe"])
    assert http.get("/ready").status_code == 503

    assert figures(http)["diary_unavailable_total"] == 1


def test_the_tables_figures_are_there(
    http: TestClient, database: Database, people: People, clock: time_machine.Traveller
) -> None:
    ids = {"clinic_id": people.clinic.id, "patient_id": people.anna.id}
    database.write_now(insert, Repair(id=new_id(), at=NOON, rule="r", kind="raised", **ids))
    event = OutboxEvent(id=new_id(), kind="alert.opened", at=NOON, subject_id=new_id(), **ids)
    database.write_now(insert, event)

    clock.shift(timedelta(minutes=10))

    found = figures(http)
    assert found["diary_repairs_total"] == 1
    assert found["diary_outbox_waiting"] == 1
    assert found["diary_outbox_oldest_seconds"] == 600
    assert found["diary_silent_patients"] == 0
    assert found["diary_service_silent_seconds"] == 600
    assert found["diary_worker_silent_seconds"] == 600
    assert found["diary_sweep_silent_seconds"] == 600
    assert found["diary_verified_backup_age_seconds"] == 600
    assert found["diary_check_ok{outbox}"] == 0
    assert found["diary_check_ok{database}"] == 1


def test_who_is_silent_counts_until_she_writes_again_or_pauses(
    http: TestClient, anna: Caller, database: Database, people: People, clock: time_machine.Traveller
) -> None:
    for patient in (people.anna, people.ben):
        write(database, patient, NOON.date() - timedelta(days=10))
    note_silences(database)
    counted = [figures(http)["diary_silent_patients"]]

    saved(anna)
    counted.append(figures(http)["diary_silent_patients"])
    changed(database, people, people.ben, is_paused=True)
    counted.append(figures(http)["diary_silent_patients"])

    assert counted == [2, 1, 0]


def test_what_is_not_known_is_left_out_and_the_rest_stays(
    http: TestClient, database: Database, settings: Settings
) -> None:
    database.write_now(lambda c: c.exec_driver_sql("DELETE FROM heartbeat"))
    without = set(figures(http))
    database.write_now(lambda c: c.exec_driver_sql("DROP TABLE repair"))

    found = set(figures(http))

    assert "diary_worker_silent_seconds" not in without
    assert "diary_repairs_total" in without
    assert "diary_repairs_total" not in found
    assert "diary_writes_waiting" in found


@pytest.mark.parametrize("database_server", ["sqlite"], indirect=True)
def test_two_apps_in_one_process_count_apart(
    http: TestClient, database: Database, settings: Settings
) -> None:
    other = clients.client_of(create_app(settings, database=database))

    http.get("/live")

    counted = "diary_request_seconds_count{GET /live 2xx}"
    assert (figures(http)[counted], counted in figures(other)) == (1, False)
