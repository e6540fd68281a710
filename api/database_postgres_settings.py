"""Which of PostgreSQL's settings would lose what it has acknowledged, and where each was made."""

from typing import Any

import psycopg

# By `source` of pg_settings, which tells what holds for one connection, and who said so.
REMEDIES = {
    "client": "take it out of the options in DIARY_DATABASE_URL and PGOPTIONS",
    "command line": "start the server without -c {name}=off",
    "configuration file": "set {name} = on in postgresql.conf, or by ALTER SYSTEM, and reload the server",
    "database": 'run ALTER DATABASE "{database}" RESET {name}',
    "database user": 'run ALTER ROLE "{role}" IN DATABASE "{database}" RESET {name}',
    "global": "run ALTER ROLE ALL RESET {name}",
    "user": 'run ALTER ROLE "{role}" RESET {name}',
}
OTHERWISE = "set {name} = on"
_OFF = """
    SELECT name, source, current_database() AS database, session_user AS role FROM pg_settings
    WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off' ORDER BY name
"""


def unsafe_settings(driver: psycopg.Connection[Any]) -> list[str]:
    """What is switched off for this connection; a sentence each."""
    found = driver.execute(_OFF).fetchall()
    driver.rollback()
    return [_sentence(*row) for row in found]


def _sentence(name: str, source: str, database: str, role: str) -> str:
    remedy = REMEDIES.get(source, OTHERWISE).format(name=name, database=database, role=role)
    return f"PostgreSQL can lose what it acknowledged while {name} is off: {remedy}."
