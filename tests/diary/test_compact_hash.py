"""Hashes take 32 bytes on SQLite, and rows from before that still read."""

import sqlalchemy as sa

from api.database import Database
from api.diary.models import RevisionRow
from tests.support.entries import MONDAY, SUNDAY, write
from tests.support.personas import People
from tests.support.rows import rows_of

AS_TEXT = "UPDATE revision SET body_hash = lower(hex(body_hash)) WHERE day = '2026-11-22'"


def test_a_hash_that_was_kept_as_text_reads_like_one_kept_as_bytes(
    database: Database, people: People
) -> None:
    write(database, people.anna, SUNDAY, loose_stools=1)
    write(database, people.anna, MONDAY, loose_stools=1)
    before = [row["body_hash"] for row in rows_of(database, RevisionRow)]

    if database.dialect == "sqlite":
        database.write_now(lambda connection: connection.exec_driver_sql(AS_TEXT).rowcount)
        kinds = database.read_now(kinds_of_hashes)
        assert kinds == {("blob", 32), ("text", 64)}

    assert [row["body_hash"] for row in rows_of(database, RevisionRow)] == before
    assert all(len(kept) == 64 for kept in before)


def kinds_of_hashes(connection: sa.Connection) -> set[tuple[str, int]]:
    query = "SELECT typeof(body_hash), length(body_hash) FROM revision"
    return {(kind, length) for kind, length in connection.exec_driver_sql(query)}
