"""What is in a PostgreSQL database, read as one transaction sees it."""

from uuid import UUID

import psycopg
from psycopg import sql

from api.backup.contents import Contents, TableContents, structure_of, table_contents

# What a value looks like as text depends on these.
SAME_EVERYWHERE = {
    "timezone": "UTC",
    "datestyle": "ISO, YMD",
    "intervalstyle": "iso_8601",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "client_encoding": "UTF8",
}
TABLES = """
    SELECT relname FROM pg_class
    WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace ORDER BY relname
"""
COLUMNS = """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
    AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname, a.attname
"""
# By name and columns: the texts of conditions change a little with every dump.
CONSTRAINTS = """
    SELECT c.relname, n.conname, n.contype::text, f.relname, n.convalidated,
      (SELECT string_agg(a.attname, ',' ORDER BY k.place)
       FROM unnest(n.conkey) WITH ORDINALITY k(number, place)
       JOIN pg_attribute a ON a.attrelid = n.conrelid AND a.attnum = k.number)
    FROM pg_constraint n JOIN pg_class c ON c.oid = n.conrelid LEFT JOIN pg_class f ON f.oid = n.confrelid
    WHERE n.connamespace = current_schema()::regnamespace AND n.contype <> 'n'
"""
INDEXES = """
    SELECT c.relname, i.relname, x.indisunique, x.indisvalid, x.indpred IS NOT NULL,
      (SELECT string_agg(coalesce(a.attname, '?'), ',' ORDER BY k.place)
       FROM unnest(x.indkey) WITH ORDINALITY k(number, place)
       LEFT JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.number)
    FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
"""


def contents_of(connection: psycopg.Connection) -> Contents:
    """Raises: psycopg.Error."""
    for name, value in SAME_EVERYWHERE.items():
        connection.execute("SELECT set_config(%s, %s, false)", (name, value))
    columns: dict[str, list[str]] = {name: [] for (name,) in connection.execute(TABLES)}
    described = connection.execute(COLUMNS).fetchall()
    for table, column, *_ in described:
        columns[table].append(column)
    rest = connection.execute(CONSTRAINTS).fetchall() + connection.execute(INDEXES).fetchall()
    epoch = _only_value(connection, "installation", "epoch", known=columns)
    return Contents(
        engine=f"PostgreSQL {major_version(connection)}",
        head=_only_value(connection, "alembic_version", "version_num", known=columns),
        epoch=str(UUID(epoch)) if epoch else None,
        structure=structure_of([*described, *rest]),
        tables={name: _table(connection, name, columns=columns[name]) for name in columns},
    )


def major_version(connection: psycopg.Connection) -> int:
    return connection.info.server_version // 10_000


def _table(connection: psycopg.Connection, name: str, *, columns: list[str]) -> TableContents:
    rows = sql.SQL("COPY {}({}) TO STDOUT").format(
        sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(rows) as copied:
        return table_contents(columns, (bytes(row) for row in copied))


def _only_value(
    connection: psycopg.Connection, table: str, column: str, *, known: dict[str, list[str]]
) -> str | None:
    if column not in known.get(table, []):
        return None
    query = sql.SQL("SELECT {}::text FROM {}").format(sql.Identifier(column), sql.Identifier(table))
    found = connection.execute(query).fetchone()
    return str(found[0]) if found else None
