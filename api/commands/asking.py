"""Asks whoever is at the keyboard, and asks again until the answer will do; a script gives options."""

import sys
from collections.abc import Callable
from pathlib import Path

import typer
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from api.access.models import NewPassword
from api.access.passwords import refuse_weak
from api.commands.refusals import USAGE, Refused
from api.errors import Invalid

Check = Callable[[str], str | None]
STDIN = Path("-")


def answer(
    words: str,
    *,
    option: str,
    given: str | None,
    wrong: Check,
    suggested: str | None = None,
    otherwise: str | None = None,
) -> str:
    """What was given or is typed now. `wrong` says what is not right with a value, or None.

    `otherwise` is what holds where nothing is given and nobody is there to ask.
    Raises: Refused when nobody is there to ask.
    """
    value = given
    if value is None and not somebody_is_there():
        value = otherwise
    while True:
        problem = None if value is None else wrong(value)
        if value is not None and problem is None:
            return value
        if not somebody_is_there():
            raise Refused(f"{option}: {problem or 'This is needed.'}", exit_code=USAGE)
        if problem is not None:
            typer.echo(problem)
        value = typer.prompt(words, default=suggested).strip()


def new_password(file: Path | None, *, email: str) -> str:
    """A password from a file or standard input (`-`), or typed twice, unseen. It is never an argument.

    Raises: Refused.
    """
    if file is not None:
        try:
            return _refusing(_first_line(file), email=email)
        except Refused as refusal:
            raise Refused(f"--password-file {file}: {refusal}", exit_code=refusal.exit_code) from None
    if not somebody_is_there():
        raise Refused("Give the password in --password-file, or - for standard input.", exit_code=USAGE)
    while True:
        typed = typer.prompt("Password (12 characters or more)", hide_input=True, confirmation_prompt="Again")
        try:
            return _refusing(typed, email=email)
        except Refused as refusal:
            typer.echo(str(refusal))


def problem_in(model: type[BaseModel], field: str, values: dict[str, object]) -> str | None:
    """What one field of these values lacks, in the words of the API; None when it will do."""
    try:
        model.model_validate(values)
    except ValidationError as error:
        return words_of(error, field)
    return None


def words_of(error: ValidationError, field: str) -> str | None:
    """What the error says of one field, without the value."""
    return next((_words(one) for one in error.errors() if one["loc"][:1] == (field,)), None)


def somebody_is_there() -> bool:
    return sys.stdin.isatty()


def _first_line(file: Path) -> str:
    try:
        text = sys.stdin.readline() if file == STDIN else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Refused("It cannot be read.", exit_code=USAGE) from None
    return text.partition("\n")[0].rstrip("\r")


def _refusing(typed: str, *, email: str) -> str:
    try:
        password = NewPassword(new=typed).new
        refuse_weak(password, email=email)
    except ValidationError as error:
        raise Refused(_words(error.errors()[0]), exit_code=USAGE) from None
    except Invalid as error:
        raise Refused(error.errors[0].problem, exit_code=USAGE) from None
    return password


def _words(error: ErrorDetails) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return f"{error['msg']}."
