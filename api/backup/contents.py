"""What is in a database, so that two can be compared without keeping either."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ConfigDict

MODULUS = 2**256


# What this version does not know, it has not checked either.
STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class TableContents:
    """How many rows, and a hash of them in whatever order."""

    __pydantic_config__ = STRICT

    rows: int
    sha256: str


@dataclass(frozen=True)
class Contents:
    """`engine` is such as "PostgreSQL 18", `head` the migration, `structure` a hash of all but the rows."""

    __pydantic_config__ = STRICT

    engine: str
    head: str | None
    epoch: str | None
    structure: str
    tables: dict[str, TableContents]


def table_contents(columns: Iterable[str], rows: Iterable[bytes]) -> TableContents:
    """The rows as they stream by, each in a form that tells values and types apart.

    The hashes are added up: no order is needed, so no sorting, and a row that is there twice counts twice.
    """
    total = _number(repr(list(columns)).encode())
    count = 0
    for row in rows:
        total = (total + _number(row)) % MODULUS
        count += 1
    return TableContents(count, f"{total:064x}")


def structure_of(parts: Iterable[object]) -> str:
    return hashlib.sha256("\n".join(sorted(map(ascii, parts))).encode()).hexdigest()


def differences(expected: Contents, found: Contents) -> list[str]:
    """A sentence for each thing that is not as it should be; no values of rows."""
    problems = []
    if found.head != expected.head:
        problems.append(f"The tables are at migration {found.head}, not {expected.head}.")
    if found.epoch != expected.epoch:
        problems.append("The epoch is another one.")
    if found.structure != expected.structure:
        problems.append("Columns, constraints or indexes are not what they were.")
    for name in sorted(expected.tables.keys() | found.tables.keys()):
        problems += _difference(name, expected.tables.get(name), found.tables.get(name))
    return problems


def _difference(name: str, expected: TableContents | None, found: TableContents | None) -> list[str]:
    if expected is None:
        return [f"The table {name} was not in the database."]
    if found is None:
        return [f"The table {name} is missing."]
    if found.rows != expected.rows:
        return [f"The table {name} has {found.rows} rows instead of {expected.rows}."]
    return [f"The rows of {name} are not what they were."] if found != expected else []


def _number(value: bytes) -> int:
    return int.from_bytes(hashlib.sha256(value).digest(), "big")
