"""The tables: bringing them up to date, and telling whether they are."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import ResolutionError
from alembic.util import CommandError
from sqlalchemy import Connection

from api.settings import Settings

ROOT = Path(__file__).parents[1]


class NewerTables(CommandError):
    """A later version of this program made the tables, and this one does not know what is in them."""

    def __init__(self) -> None:
        super().__init__(
            "The tables are newer than this version of the diary. Install the version that made them."
        )


def migrate(settings: Settings) -> None:
    """Brings the tables up to date; on tables that are, it changes nothing. Raises: NewerTables."""
    if settings.sqlite_path is not None:
        settings.sqlite_path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    config = _config()
    config.set_main_option("sqlalchemy.url", settings.database_url.replace("%", "%%"))
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        if isinstance(error.__cause__, ResolutionError):
            raise NewerTables from None
        raise


def newest_revision() -> str | None:
    """The revision that this code was written for."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def is_known(revision: str) -> bool:
    """Whether this code was written for these tables or for later ones."""
    script = ScriptDirectory.from_config(_config())
    return any(known.revision == revision for known in script.walk_revisions())


def revision_of(connection: Connection) -> str | None:
    """The revision that the tables have; None when there are no tables."""
    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    return Config(ROOT / "alembic.ini")
