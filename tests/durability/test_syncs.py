"""kill -9 cannot see that a sync is missing: it is counted. Each lone acknowledgement has one of its own."""

from pathlib import Path

import sqlalchemy as sa

from api.database import Database, open_database
from api.settings import Settings
from tests.durability.lone_writes import MARK, saves
from tests.durability.system_calls import calls_before_marks
from tests.support.databases import DatabaseServer

WRITES = 10
SYNCS = "SELECT sum(fsyncs) FROM pg_stat_io WHERE object = 'wal' AND backend_type = 'client backend'"


def test_on_sqlite_the_log_is_synced_before_each_lone_acknowledgement(
    sqlite: DatabaseServer, tmp_path: Path
) -> None:
    with sqlite.migrated() as durable, sqlite.migrated() as forgetful:
        program = ["tests.durability.lone_writes", str(WRITES), durable, forgetful]
        calls = calls_before_marks(program, mark=MARK, folder=tmp_path)

    durable_syncs = [each.syncs_of_what_was_written for each in calls if "durable 201" in each.mark]
    forgetful_syncs = [each.syncs_of_what_was_written for each in calls if "forgetful 201" in each.mark]
    assert len(durable_syncs) == len(forgetful_syncs) == WRITES
    assert min(durable_syncs) >= 1
    assert 0 in forgetful_syncs, "with synchronous=NORMAL the count must tell, or it proves nothing"


def test_on_postgresql_the_log_is_synced_for_each_lone_acknowledgement(durable: DatabaseServer) -> None:
    with durable.migrated() as url:
        assert syncs_of_lone_writes(url, environment="production") >= WRITES


def test_the_count_on_postgresql_tells_a_server_that_does_not_wait(durable: DatabaseServer) -> None:
    with durable.migrated() as url:
        forgetful = sa.make_url(url).update_query_dict({"options": "-csynchronous_commit=off"})
        address = forgetful.render_as_string(hide_password=False)
        assert syncs_of_lone_writes(address, environment="test") < WRITES


def syncs_of_lone_writes(url: str, *, environment: str) -> int:
    """How often PostgreSQL synced its log for WRITES entries, by its own count."""
    settings = Settings.model_validate(
        {"environment": environment, "database_url": url, "postgres_connections": 1, "runs_worker": False}
    )
    database = open_database(settings)
    try:
        writing = saves(database, settings, number=1 + WRITES)
        next(writing)
        before = syncs(database, url)
        assert [*writing] == [201] * WRITES
        return syncs(database, url) - before
    finally:
        database.close()


def syncs(database: Database, url: str) -> int:
    # A connection keeps its counts to itself for a while; the one that wrote is told to hand them over.
    database.write_now(
        lambda connection: connection.exec_driver_sql("SELECT pg_stat_force_next_flush()").all()
    )
    with sa.create_engine(url, poolclass=sa.NullPool).connect() as other:
        return int(other.exec_driver_sql(SYNCS).scalar_one() or 0)
