"""Restoring puts all of a backup in the database's place, under a new epoch, or changes nothing."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from api.backup.new_life import DIARY_LEAP, FEED_LEAP
from api.backup.refusal import BackupFailed
from api.backup.service import back_up, restore, verify
from api.database import UnsafeDatabase
from api.installation.store import epoch_of
from api.outbox.models import OutboxEvent
from api.outbox.store import number
from api.settings import Settings
from api.trials.models import Trial
from tests.backup.conftest import opened
from tests.backup.damage import as_if_written_so, without_rows
from tests.support.databases import migration_config
from tests.support.entries import MONDAY, SATURDAY, write
from tests.support.personas import People
from tests.support.rows import rows_of
from tests.support.trials import a_trial

WAITING = 4
CHANGED_BY_A_RESTORE = {"installation", "feed_end", "patient"}


def test_it_refuses_to_replace_a_diary_unless_told(settings: Settings, backup: Path) -> None:
    before = everything(settings)

    with pytest.raises(BackupFailed, match="--replace"):
        restore(settings, backup)

    assert everything(settings) == before


def test_it_refuses_while_the_service_has_the_database(settings: Settings, backup: Path) -> None:
    with opened(settings) as database:
        before = database.read_now(epoch_of)

        with pytest.raises(UnsafeDatabase):
            restore(settings, backup, replaces=True)

        assert database.read_now(epoch_of) == before


def test_it_refuses_a_damaged_one(settings: Settings, backup: Path) -> None:
    before = everything(settings)
    backup.write_bytes(backup.read_bytes()[:-100])

    with pytest.raises(BackupFailed, match="bytes instead of"):
        restore(settings, backup, replaces=True)

    assert everything(settings) == before


def test_it_refuses_one_with_rows_taken_out_even_when_its_checksum_fits(
    settings: Settings, backup: Path
) -> None:
    before = everything(settings)
    without_rows(settings, backup, "alert_event")
    as_if_written_so(backup)

    with pytest.raises(BackupFailed, match="alert_event"):
        restore(settings, backup, replaces=True)

    assert everything(settings) == before


def test_all_of_it_is_back_and_what_came_later_is_put_aside(
    settings: Settings, people: People, backup: Path
) -> None:
    before = everything(settings)
    with opened(settings) as database:
        write(database, people.anna, SATURDAY, loose_stools=6)

    restored = restore(settings, backup, replaces=True)

    after = everything(settings)
    assert restored.kept is not None
    assert without_changes(after) == without_changes(before)
    assert everything_in(former(settings, restored.kept))["revision"] != before["revision"]


def test_the_epoch_is_a_new_one(settings: Settings, backup: Path) -> None:
    with opened(settings) as database:
        before = database.read_now(epoch_of)

    restored = restore(settings, backup, replaces=True)

    with opened(settings) as database:
        assert database.read_now(epoch_of) == restored.epoch != before


def test_no_position_that_was_given_after_the_backup_is_given_again(
    settings: Settings, people: People, backup: Path
) -> None:
    with opened(settings) as database:
        given = write(database, people.anna, SATURDAY, loose_stools=2).revision.position

    restore(settings, backup, replaces=True)

    ends = [row["position"] for row in everything(settings)["feed_end"]]
    assert ends == [FEED_LEAP, FEED_LEAP]
    with opened(settings) as database:
        again = write(database, people.anna, SATURDAY, loose_stools=2).revision.position
    assert again > DIARY_LEAP > given


def test_events_that_waited_stand_in_the_feed_before_what_comes_later(
    settings: Settings, people: People, backup: Path
) -> None:
    restore(settings, backup, replaces=True)

    with opened(settings) as database:
        later = write(database, people.anna, SATURDAY, loose_stools=2).revision.id
        database.write_now(number)
        in_order = sorted(rows_of(database, OutboxEvent), key=lambda row: row["position"])

    subjects = [row["subject_id"] for row in in_order]
    assert subjects.index(later) == len(subjects) - 1 == WAITING


def test_leases_of_who_is_gone_are_free(settings: Settings, people: People, folder: Path) -> None:
    with opened(settings) as database:
        database.write_now(a_trial, people.ada)
        database.write_now(lease_everything)
    backup = back_up(settings, folder)

    restore(settings, backup, replaces=True)

    tables = everything(settings)
    for name in ("outbox_event", "trial"):
        assert [row["leased_until"] for row in tables[name]] == [None] * len(tables[name]) != []


def test_an_empty_database_takes_one_without_being_told(
    settings: Settings, backup: Path, empty_database_url: str
) -> None:
    before = everything(settings)
    empty = settings.model_copy(update={"database_url": empty_database_url})

    restored = restore(empty, backup)

    assert (restored.kept is None) is (
        empty.sqlite_path is not None
    )  # on PostgreSQL even the empty one is kept
    assert without_changes(everything(empty)) == without_changes(before)


def test_an_older_one_is_brought_up_to_date(settings: Settings, people: People, folder: Path) -> None:
    config = migration_config(settings.database_url)
    command.downgrade(config, "0003")
    backup = back_up(settings, folder)
    command.upgrade(config, "head")
    assert verify(settings, backup).problems == ()

    restore(settings, backup, replaces=True)

    with opened(settings) as database:
        write(database, people.anna, SATURDAY, loose_stools=6)
    assert len(everything(settings)["revision"]) == 4


def test_one_of_a_newer_version_is_refused(settings: Settings, people: People, folder: Path) -> None:
    with opened(settings) as database:
        database.write_now(lambda c: c.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'"))
    backup = back_up(settings, folder)

    with pytest.raises(BackupFailed, match="newer version"):
        restore(settings, backup, replaces=True)


def test_a_restored_service_takes_the_same_entry_once(
    settings: Settings, people: People, backup: Path
) -> None:
    restore(settings, backup, replaces=True)

    with opened(settings) as database:
        write(database, people.ben, MONDAY, loose_stools=3)
        assert verify(settings, back_up(settings, backup.parent)).problems == ()
    assert len(everything(settings)["revision"]) == 4


def lease_everything(connection: sa.Connection) -> None:
    for model in (OutboxEvent, Trial):
        connection.execute(sa.update(model).values(leased_until=datetime(2030, 1, 1, tzinfo=UTC)))


def without_changes(tables: dict[str, Any]) -> dict[str, Any]:
    """But for what a restore changes on purpose."""
    return {name: rows for name, rows in tables.items() if name not in CHANGED_BY_A_RESTORE}


def former(settings: Settings, kept: str) -> str:
    """The address of the database that was put aside."""
    if settings.sqlite_path is not None:
        return f"sqlite:///{settings.sqlite_path.with_name(kept)}"
    return sa.make_url(settings.database_url).set(database=kept).render_as_string(hide_password=False)


def everything(settings: Settings) -> dict[str, list[dict[str, Any]]]:
    return everything_in(settings.database_url)


def everything_in(url: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, in one order."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        found = {
            name: [dict(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"').mappings()]
            for name in names
        }
    return {name: sorted(rows, key=repr) for name, rows in found.items()}
