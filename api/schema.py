"""The tables: bringing them up to date, and telling whether they are."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from api.settings import Settings

ROOT = Path(__file__).parents[1]


def migrate(settings: Settings) -> None:
    """Brings the tables up to date; on tables that are, it changes nothing."""
    if settings.sqlite_path is not None:
        settings.sqlite_path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    config = _config()
    config.set_main_option("sqlalchemy.url", settings.database_url.replace("%", "%%"))
    command.upgrade(config, "head")


def newest_revision() -> str | None:
    """The revision that this code was written for."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def revision_of(connection: Connection) -> str | None:
    """The revision that the tables have; None when there are no tables."""
    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    return Config(ROOT / "alembic.ini")
