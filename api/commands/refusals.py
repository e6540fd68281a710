"""What an operator can put right is said in a sentence; anything else is a bug and shows its place."""

from typing import Any

import typer
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from typer.core import TyperGroup

from api.backup.refusal import BackupFailed
from api.database import UnsafeDatabase
from api.errors import DiaryError, Unavailable

STATE, USAGE = 1, 2


class Refused(Exception):
    """A command that was not carried out. `exit_code` is 2 where the command line was wrong, else 1."""

    def __init__(self, sentence: str, *, exit_code: int = STATE) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code


class Sentences(TyperGroup):
    """A group of commands that ends with a sentence and an exit code instead of a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except (Refused, BackupFailed, DiaryError, UnsafeDatabase, SQLAlchemyError, OSError) as error:
            typer.echo(sentence_of(error), err=True)
            raise typer.Exit(getattr(error, "exit_code", STATE)) from error


def sentence_of(error: Exception) -> str:
    """What went wrong and what to do. It quotes no values that the database was given."""
    if isinstance(error, Unavailable):
        return f"The database cannot be used now: {_cause_of(error)}"
    if isinstance(error, DiaryError):
        return "\n".join([one.problem for one in error.errors] or [error.explanation])
    if isinstance(error, UnsafeDatabase):
        return f"The database is not safe to use: {error}"
    if isinstance(error, SQLAlchemyError):
        return f"The database cannot be used: {_cause_of(error)}"
    if isinstance(error, PermissionError):
        return f"Not allowed to open {error.filename}. Run this as the user who owns it."
    if isinstance(error, OSError):
        return ": ".join(str(part) for part in (error.filename, error.strerror or error) if part)
    return str(error)


def _cause_of(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error.__cause__
    told = str(cause or "").strip().partition("\n")[0]
    return told or "it takes no more work"
