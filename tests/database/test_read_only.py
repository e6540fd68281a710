"""A database that takes no writes for a while, as after a failover, is out of service, no work's fault."""

import pytest
from sqlalchemy import Connection

from api.database import Database
from api.errors import Unavailable
from tests.database.tables import add_patient, patient_names

READ_ONLY = {"sqlite": ("PRAGMA query_only = ON",), "postgresql": ("SET TRANSACTION READ ONLY",)}
AS_BEFORE = {"sqlite": ("PRAGMA query_only = OFF",), "postgresql": ()}


def add_while_read_only(connection: Connection) -> None:
    for statement in READ_ONLY[connection.dialect.name]:
        connection.exec_driver_sql(statement)
    try:
        add_patient(connection, "Carl")
    finally:
        for statement in AS_BEFORE[connection.dialect.name]:
            connection.exec_driver_sql(statement)


def test_a_write_that_meets_a_read_only_moment_is_unavailable_and_the_next_goes_through(
    database: Database,
) -> None:
    with pytest.raises(Unavailable):
        database.write_now(add_while_read_only)

    database.write_now(add_patient, "Anna")

    assert database.read_now(patient_names) == ["Anna"]
    assert database.lost_writes == 1
