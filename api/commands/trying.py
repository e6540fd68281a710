"""`diary guidance try`: what a pack or other numbers would have said of the diaries that are stored."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from pydantic import ValidationError

from api import clock
from api.access.operator import Operator
from api.clinics import service as clinics
from api.commands.opened import account, chosen_settings, clinic_named, opened
from api.commands.refusals import USAGE, Refused
from api.database import Database
from api.rules.guidance import GuidanceError, load, published
from api.trials import commanded, store
from api.trials.asking import read_pack, signed_text_of
from api.trials.models import LONGEST_DAYS, Trial, TrialCreate, TrialState
from api.trials.presentation import named_in
from api.trials.tally import per_100_patients_and_week, shown

INTERRUPTED = 130
CHANGES = ("gained", "lost", "raised")
HOW_LONG = (
    f"Write --since as days, such as 90d, or as a date, such as 2026-09-01; {LONGEST_DAYS} days at most."
)
HOW_TO_SET = "Write --set as rule.number=value, such as loose-stools.days_in_a_row=3 or fever=37.5."


def try_pack(
    pack: Annotated[str, typer.Argument(help="A pack: its file, or the id of one that is here.")],
    since: Annotated[str, typer.Option(help="How far back: 90d, or a date.")] = "90d",
    numbers: Annotated[
        list[str] | None, typer.Option("--set", help="Another number: rule.number=value. Can be repeated.")
    ] = None,
    clinic: Annotated[
        str | None, typer.Option(help="The clinic's name; needed when there are several.")
    ] = None,
) -> None:
    """Say which alerts the stored diaries would have had; nothing but the trial itself is written.

    After Ctrl-C the same command goes on where it stopped.
    """
    with opened(chosen_settings(may_be_demo=True)) as database:
        here = Operator(database.read_now(clinic_named, clinic), account())
        body = _body(pack, numbers or [], days=_days(database, here.clinic_id, since))
        signed = database.read_now(signed_text_of, here.clinic_id, body.pack)
        tried = read_pack(body, signed)
        is_from_date = not since.endswith("d")
        trial = database.write_now(commanded.begun, here, body, tried, is_from_date=is_from_date)
        trial = _carried_through(database, trial)
        numbers_of = database.read_now(store.record_numbers, here.clinic_id, named_in(trial))
        database.write_now(commanded.printed, here, trial)
    if trial.state == TrialState.FAILED:
        raise Refused(
            "The trial could not be carried through; the log above says of what kind the error was."
        )
    typer.echo("\n".join(_table(trial, numbers_of)))


def _carried_through(database: Database, trial: Trial) -> Trial:
    if trial.judged:
        typer.echo(f"Going on behind {trial.judged} of {trial.patients} patients.", err=True)
    # An empty clinic has nothing to show progress of.
    with typer.progressbar(
        length=max(trial.patients, 1), label="Judging", file=typer.get_text_stream("stderr")
    ) as bar:
        bar.update(trial.judged)

        def tell(now: Trial) -> None:
            bar.update(now.judged - bar.pos)

        try:
            return commanded.carried_through(database, trial, tell=tell)
        except KeyboardInterrupt:
            typer.echo("\nStopped. The same command goes on from here.", err=True)
            raise typer.Exit(INTERRUPTED) from None


def _body(pack: str, numbers: list[str], *, days: int) -> TrialCreate:
    file, text = Path(pack), None
    if pack not in published() and file.is_file():
        text = _text_of(file)
    values = {
        "pack": _id_in(text) if text is not None else pack,
        "text": text,
        "numbers": [_number(one) for one in numbers],
        "since_days": days,
    }
    try:
        return TrialCreate.model_validate(values)
    except ValidationError as error:
        raise Refused(f"{pack}: {error.errors()[0]['msg']}.", exit_code=USAGE) from None


def _text_of(file: Path) -> str:
    try:
        return file.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        raise Refused(f"{file} cannot be read.", exit_code=USAGE) from None


def _id_in(text: str) -> str:
    try:
        return load(text).id
    except GuidanceError:
        return "draft"  # what is wrong with it is said when it is read


def _number(text: str) -> dict[str, Any]:
    place, _, value = text.partition("=")
    rule, _, name = place.partition(".")
    try:
        return {"rule": rule, "value": float(value)} | ({"name": name} if name else {})
    except ValueError:
        raise Refused(f"--set {text}: {HOW_TO_SET}", exit_code=USAGE) from None


def _days(database: Database, clinic: UUID, since: str) -> int:
    try:
        if since.endswith("d"):
            days = int(since.removesuffix("d"))
        else:
            today = clock.today_in(database.read_now(clinics.time_zone_of, clinic))
            days = (today - date.fromisoformat(since)).days + 1
    except ValueError:
        raise Refused(HOW_LONG, exit_code=USAGE) from None
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused(HOW_LONG, exit_code=USAGE)
    return days


def _table(trial: Trial, numbers: Mapping[UUID, str | None]) -> Iterator[str]:
    rules, days = shown(trial.results), trial.results["days"]
    yield f"{trial.pack}, version {trial.version}, hash {trial.pack_hash[:12]}, against what is in force"
    yield f"{trial.since} to {trial.until}, {trial.judged - trial.skipped} patients"
    yield "(in brackets: per 100 patients and week)"
    if trial.skipped:
        yield f"{trial.skipped} more could not be judged and are in no figure"
    yield ""
    width = max(len("rule"), *(len(rule["rule"]) for rule in rules)) if rules else len("rule")
    yield f"{'rule':{width}}" + "".join(f"{name:>8}{'':>9}" for name in CHANGES) + f"{'kept':>8}"
    for rule in rules:
        *changes, kept = rule["counts"]
        figures = (f"{n:>8}{f'({per_100_patients_and_week(n, days=days):.2f})':>9}" for n in changes)
        yield f"{rule['rule']:{width}}" + "".join(figures) + f"{kept:>8}"
        yield from _whose(rule["patients"], numbers)


def _whose(counted: Mapping[str, list[int]], numbers: Mapping[UUID, str | None]) -> Iterator[str]:
    for place, name in enumerate(CHANGES):
        of = [
            (numbers.get(UUID(key)) or key, counts[place]) for key, counts in counted.items() if counts[place]
        ]
        if of:
            yield f"  {name}: " + ", ".join(f"{who} ({n})" if n > 1 else who for who, n in sorted(of))
