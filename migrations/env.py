"""Runs the migrations on SQLite and on PostgreSQL, one transaction each."""

import sqlalchemy as sa
from alembic import context
from sqlmodel import SQLModel

import api.tables  # noqa: F401  registers every table


def migrate(connection: sa.Connection) -> None:
    context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


def migrate_sqlite(connection: sa.Connection) -> None:
    # Batch mode rebuilds tables; with foreign keys on, dropping the old table would delete its children.
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    migrate(connection)
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        connection.exec_driver_sql("ROLLBACK")
        raise RuntimeError(f"The migration would leave {len(broken)} rows without their parent.")
    connection.exec_driver_sql("COMMIT")


def main() -> None:
    url = context.config.get_main_option("sqlalchemy.url") or ""
    is_sqlite = url.startswith("sqlite")
    engine = sa.create_engine(
        url, poolclass=sa.NullPool, **({"isolation_level": "AUTOCOMMIT"} if is_sqlite else {})
    )
    with engine.connect() as connection:
        if is_sqlite:
            migrate_sqlite(connection)
        else:
            migrate(connection)
    engine.dispose()


main()
