"""A fresh database for every test, copied in milliseconds from one that was migrated once."""

import itertools
import shutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Protocol
from uuid import uuid4

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from api.database import open_database
from api.settings import Settings
from tests.support.personas import move_in
from tests.support.reused import Contents, contents_of, put_back, shape_of

ROOT = Path(__file__).parents[2]


class DatabaseServer(Protocol):
    """Where databases for tests come from."""

    def migrated(self) -> AbstractContextManager[str]: ...

    def inhabited(self) -> AbstractContextManager[str]: ...

    def empty(self) -> AbstractContextManager[str]: ...


def migration_config(url: str) -> Config:
    """What Alembic needs to know to migrate the database at this address."""
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def migrate(url: str) -> None:
    command.upgrade(migration_config(url), "head")


def inhabit(url: str) -> None:
    """Moves everyone into the migrated database at this address."""
    database = open_database(Settings(environment="test", database_url=url))
    try:
        move_in(database)
    finally:
        database.close()


class SqliteServer:
    """A folder of SQLite files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def empty(self) -> Iterator[str]:
        yield f"sqlite:///{self._new_file()}"

    @contextmanager
    def migrated(self) -> Iterator[str]:
        yield f"sqlite:///{self._copy_of(self._template)}"

    @contextmanager
    def inhabited(self) -> Iterator[str]:
        yield f"sqlite:///{self._copy_of(self._inhabited_template)}"

    @cached_property
    def _template(self) -> Path:
        file = self._new_file()
        migrate(f"sqlite:///{file}")
        return file

    @cached_property
    def _inhabited_template(self) -> Path:
        file = self._copy_of(self._template)
        inhabit(f"sqlite:///{file}")
        return file

    def _copy_of(self, template: Path) -> Path:
        file = self._new_file()
        shutil.copyfile(template, file)
        return file

    def _new_file(self) -> Path:
        folder = self._folder / uuid4().hex[:8]
        folder.mkdir(mode=0o700)
        return folder / "diary.db"


class Lent(NamedTuple):
    """A database that tests use one after the other, and its shape when it was new."""

    name: str
    shape: str


class PostgresServer:
    """A PostgreSQL server, spoken to as a user who may create databases."""

    def __init__(self, url: str) -> None:
        self._url = sa.make_url(url)
        # One connection for all; a test may have crashed the server since the last use.
        self._admin = sa.create_engine(url, isolation_level="AUTOCOMMIT", pool_size=1, pool_pre_ping=True)
        # By template.
        self._spare: dict[str, list[Lent]] = defaultdict(list)
        self._contents: dict[str, Contents] = {}

    @contextmanager
    def empty(self) -> Iterator[str]:
        name = self._create("template0")
        yield self._address(name)
        self._drop(name)

    @contextmanager
    def migrated(self) -> Iterator[str]:
        with self._lent(self._template) as url:
            yield url

    @contextmanager
    def inhabited(self) -> Iterator[str]:
        with self._lent(self._inhabited_template) as url:
            yield url

    @contextmanager
    def _lent(self, template: str) -> Iterator[str]:
        """A copy of a template, which goes to the next test when it can be put back as it was."""
        if template not in self._contents:
            self._contents[template] = contents_of(self._plain_address(template))
        spare = self._spare[template]
        lent = spare.pop() if spare else self._copy_of(template)
        yield self._address(lent.name)
        if put_back(self._plain_address(lent.name), self._contents[template], shape=lent.shape):
            spare.append(lent)
        else:
            self._drop(lent.name)

    def _copy_of(self, template: str) -> Lent:
        name = self._create(template)
        return Lent(name, shape_of(self._plain_address(name)))

    def close(self) -> None:
        for lent in itertools.chain(*self._spare.values()):
            self._drop(lent.name)
        for template in {"_template", "_inhabited_template"} & self.__dict__.keys():
            self._drop(self.__dict__[template])
        self._admin.dispose()

    @cached_property
    def _template(self) -> str:
        name = self._create("template0")
        migrate(self._address(name))
        return name

    @cached_property
    def _inhabited_template(self) -> str:
        name = self._create(self._template)
        inhabit(self._address(name))
        return name

    def _create(self, template: str) -> str:
        name = f"diary_{uuid4().hex}"
        # Copying files costs a quarter of writing every page to the log, PostgreSQL's default.
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    def _drop(self, name: str) -> None:
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.exec_driver_sql(statement)

    def _address(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)

    def _plain_address(self, name: str) -> str:
        """As psycopg takes it."""
        return self._address(name).replace("postgresql+psycopg://", "postgresql://")
