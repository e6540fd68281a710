"""The made-up clinic: what a newcomer finds in it, on both databases."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from api import clock, demo
from api.access import invites
from api.access.actors import Actor
from api.access.tokens import hash_of
from api.alerts.models import Alert, AlertEvent
from api.clinics.models import Clinic
from api.database import Database
from api.diary.models import RevisionRow
from api.errors import InviteSpent
from api.medications.models import Medication
from api.patients.models import Patient
from api.rulebooks import service as rulebooks
from api.rulebooks.clinic_pack import ClinicPack
from api.rules.guidance import published
from api.settings import Settings
from api.sweeper.service import note_silences, sweep
from api.triage import service as triage
from tests.demo.conftest import Filled
from tests.support.rows import queue_of, rows_of


def nurse(database: Database) -> Actor:
    clinic = rows_of(database, Clinic)[0]
    return Actor(kind="nurse", id=clinic["id"], clinic_id=clinic["id"], name="Nora Lind")


def test_twelve_people_take_the_eight_medicines(filled: Filled) -> None:
    medicines = {row["catalogue_id"] for row in rows_of(filled.database, Medication)}

    assert len(rows_of(filled.database, Patient)) == 12
    assert medicines == {m.id for pack in published().values() for m in pack.medicines}


def test_the_diaries_reach_back_six_weeks_and_came_in_evening_by_evening(filled: Filled) -> None:
    revisions = rows_of(filled.database, RevisionRow)

    assert len(revisions) > 400
    assert len({row["received_at"].date() for row in revisions}) > 40
    assert all(row["received_at"] <= clock.now() for row in revisions)
    assert not any(row["clock_is_off"] for row in revisions)


def test_the_link_opens_a_quiet_diary_with_nothing_for_three_days(filled: Filled) -> None:
    anna = next(
        row for row in rows_of(filled.database, Patient) if str(row["id"]) == filled.access.patient_id
    )
    today = clock.today_in(demo.ZONE)

    assert anna["name"] == "Anna Berg"
    assert today - anna["last_entry_day"] == timedelta(days=3)
    assert not [row for row in rows_of(filled.database, Alert) if row["patient_id"] == anna["id"]]


def test_the_queue_shows_open_and_handled_alerts_the_worst_first(filled: Filled) -> None:
    queue = queue_of(filled.database, nurse(filled.database), statuses=triage.UNRESOLVED)

    assert [(card.patient.name, card.status) for card in queue.items] == [
        ("Ben Okafor", "open"),
        ("Jonas Weber", "open"),
        ("Ruth Adeyemi", "acknowledged"),
    ]
    assert sorted(row["status"] for row in rows_of(filled.database, Alert)).count("resolved") == 2


def test_every_alert_was_opened_by_the_rules(filled: Filled) -> None:
    opened = [row for row in rows_of(filled.database, AlertEvent) if row["kind"] == "opened"]

    assert {row["by_kind"] for row in opened} == {"rules"}
    assert len(opened) == len(rows_of(filled.database, Alert))


def test_one_has_gone_silent_and_one_is_about_to_cross(filled: Filled) -> None:
    today = clock.today_in(demo.ZONE)
    last = {row["name"]: row["last_entry_day"] for row in rows_of(filled.database, Patient)}
    stools = {
        row["day"]: row["readings"]["diarrhea"]["count"]
        for row in rows_of(filled.database, RevisionRow)
        if row["author_name"] == "Mei Tanaka"
    }

    assert (today - last["Luis Prado"]).days >= 5
    assert stools[today] == 4
    assert stools[today - timedelta(days=1)] < 4


def test_the_sweeper_finds_nothing_to_repair_and_one_silence(filled: Filled) -> None:
    assert sweep(filled.database) == 0

    assert note_silences(filled.database) == 1
    silent = [row["name"] for row in rows_of(filled.database, Patient) if row["silence_noted_at"]]
    assert silent == ["Luis Prado"]


def test_the_clinic_has_signed_every_guidance_with_all_its_rules(filled: Filled) -> None:
    def packs(connection: Connection) -> list[ClinicPack]:
        return rulebooks.clinic_guidance(connection, nurse(filled.database)).items

    for pack in filled.database.read_now(packs):
        assert pack.state == "in_force"
        assert all(rule.in_force for rule in pack.rules)
        assert pack.signature is not None
        assert (pack.signature.signed_by, pack.signature.left_out) == (demo.ADMIN, [])


def test_the_file_for_programs_says_what_is_printed(filled: Filled) -> None:
    document = json.loads(filled.file.read_text())

    assert document["patient"]["link"] == f"{filled.access.base_url}/#enrol={filled.access.code}"
    for secret in (
        filled.access.code,
        filled.access.nurse_password,
        filled.access.admin_password,
        filled.access.client_id,
        filled.access.client_secret,
    ):
        assert secret in demo.welcome(filled.access)
        assert secret in json.dumps(document)


def test_a_second_start_keeps_what_was_entered_and_mints_a_fresh_code(filled: Filled) -> None:
    before = rows_of(filled.database, RevisionRow)

    again = demo.prepare(filled.database, filled.settings, keep=filled.file)

    assert rows_of(filled.database, RevisionRow) == before
    assert again.code != filled.access.code
    assert (again.nurse_password, again.client_secret) == (
        filled.access.nurse_password,
        filled.access.client_secret,
    )
    with pytest.raises(InviteSpent):
        filled.database.read_now(invites.preview, hash_of(filled.access.code))
    assert filled.database.read_now(invites.preview, hash_of(again.code)).patient_name == "Anna Berg"


def test_a_start_without_the_file_gives_new_secrets_for_the_same_diaries(filled: Filled) -> None:
    before = rows_of(filled.database, RevisionRow)

    again = demo.prepare(filled.database, filled.settings, keep=filled.file.with_name("other.json"))

    assert rows_of(filled.database, RevisionRow) == before
    assert again.patient_id == filled.access.patient_id
    assert again.nurse_password != filled.access.nurse_password


def test_a_fill_that_is_cut_off_leaves_nothing(
    database: Database, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: object) -> None:
        raise RuntimeError("cut off")

    monkeypatch.setattr("api.demo_diaries._handle", cut_off)
    with pytest.raises(RuntimeError, match="cut off"):
        demo.prepare(database, settings, keep=tmp_path / "demo.json")

    assert rows_of(database, Patient) == []


def test_a_file_that_was_cut_off_does_not_stop_the_next_start(filled: Filled) -> None:
    cut = filled.file.with_name("cut.json")
    cut.write_text('{"base_url": "http://loc')

    again = demo.prepare(filled.database, filled.settings, keep=cut)

    assert json.loads(cut.read_text())["patient"]["code"] == again.code
