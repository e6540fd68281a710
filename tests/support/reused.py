"""A PostgreSQL database used by one test after another: emptying it costs a fraction of copying one."""

from collections.abc import Mapping
from dataclasses import dataclass

import psycopg
from psycopg import sql

# What a test may have changed beside rows: tables with their rights, columns, constraints and triggers,
# functions, sequences, settings of the database.
SHAPE = """
    WITH ours AS (
        SELECT c.* FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema')
    SELECT md5(concat_ws('|',
        (SELECT string_agg(concat_ws(' ', oid, relname, relkind, relpersistence, relacl), ',' ORDER BY oid)
            FROM ours),
        (SELECT string_agg(concat_ws(' ', attrelid, attnum, attname, atttypid, attnotnull), ','
            ORDER BY attrelid, attnum) FROM pg_attribute WHERE attrelid IN (SELECT oid FROM ours)),
        (SELECT string_agg(oid::text, ',' ORDER BY oid) FROM pg_constraint
            WHERE conrelid IN (SELECT oid FROM ours)),
        (SELECT string_agg(concat_ws(' ', oid, tgenabled), ',' ORDER BY oid) FROM pg_trigger
            WHERE tgrelid IN (SELECT oid FROM ours)),
        (SELECT string_agg(concat_ws(' ', oid, nspname, nspacl), ',' ORDER BY oid) FROM pg_namespace
            WHERE nspname NOT LIKE 'pg\\_t%'),
        (SELECT count(*) FROM pg_proc WHERE oid >= 16384),
        (SELECT count(*) FROM pg_sequences),
        (SELECT concat_ws(' ', datacl, datallowconn, datconnlimit) FROM pg_database
            WHERE datname = current_database()),
        (SELECT string_agg(setconfig::text, ',') FROM pg_db_role_setting)))
"""
OTHERS = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@dataclass(frozen=True)
class Contents:
    """The rows of every table, as PostgreSQL copies them."""

    rows: Mapping[str, bytes]


def contents_of(address: str) -> Contents:
    with psycopg.connect(address) as connection:
        return Contents({name: _copied(connection, name) for name in _tables(connection)})


def shape_of(address: str) -> str:
    with psycopg.connect(address) as connection:
        return _shape(connection)


def put_back(address: str, contents: Contents, *, shape: str) -> bool:
    """Whether everything is as it was before the test; False where more than rows was changed."""
    try:
        with psycopg.connect(address) as connection:
            connection.execute(OTHERS)
            if _shape(connection) != shape:
                return False
            connection.execute("SET LOCAL session_replication_role = replica")
            for name, rows in contents.rows.items():
                connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
                if rows:
                    with connection.cursor().copy(_copy(name, "FROM STDIN")) as into:
                        into.write(rows)
    except psycopg.Error:
        return False
    return True


def _shape(connection: psycopg.Connection) -> str:
    (shape,) = connection.execute(SHAPE).fetchone() or ("",)
    return str(shape)


def _tables(connection: psycopg.Connection) -> list[str]:
    return [
        name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    ]


def _copied(connection: psycopg.Connection, name: str) -> bytes:
    with connection.cursor().copy(_copy(name, "TO STDOUT")) as out:
        return b"".join(bytes(part) for part in out)


def _copy(name: str, where: str) -> sql.Composed:
    return sql.SQL("COPY {} " + where).format(sql.Identifier(name))
