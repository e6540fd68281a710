"""`diary guidance`: for those who write guidance, and those who sign it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from api import clock
from api.commands.counting import counted
from api.commands.refusals import USAGE, Refused
from api.commands.sheet import LANGUAGE, sheet
from api.commands.trying import try_pack
from api.rules.comparing import Comparison, compared
from api.rules.condition import Silent, Together
from api.rules.guidance import Guidance, GuidanceError, load, published
from api.rules.pack_lines import Problem, lines_of_rules, word_line
from api.rules.proofreading import problems_in
from api.texts import wording
from api.texts.sentences import change_words, pack_change_words, rule_sentence

ABSENT = "not there"

app = typer.Typer(help="Guidance packs: proof-read one, compare two, try one.", no_args_is_help=True)
app.command("try")(try_pack)


@app.command("check")
def check(
    file: Annotated[Path, typer.Argument(help="The pack.", exists=True, dir_okay=False)],
) -> None:
    """Say what is wrong with a pack, run its examples, and print it as a sheet to proof-read."""
    text = _text_of(file)
    problems = list(problems_in(text, today=clock.now().date()))
    guidance = _loaded(text)
    if guidance is not None:
        problems += _unworded(guidance, text)
    for problem in sorted(problems):
        typer.echo(f"{file}:{problem.line}: {problem.where}: {problem.what}")
    if problems or guidance is None:
        typer.echo(f"{counted(len(problems), 'problem')}. Mend the first, and check again.")
        raise typer.Exit(1)
    typer.echo("\n".join(sheet(guidance)))


@app.command("diff")
def diff(
    before: Annotated[
        str, typer.Argument(help="A pack: its file, or the id of one that ships with the diary.")
    ],
    after: Annotated[str, typer.Argument(help="The pack to compare it with.")],
) -> None:
    """Say in words what another version of a pack does in another way."""
    old, new = _pack(before), _pack(after)
    found = compared(old, new)
    if found.has_the_same_rules:
        only = " Only examples, remarks or layout differ." if found.is_empty and old.hash != new.hash else ""
        typer.echo(f"The rules are the same.{only}")
    for line in _differences(found, old, new):
        typer.echo(line)


def _unworded(guidance: Guidance, text: str) -> Iterator[Problem]:
    """Keys that have no words yet, where a person would have to read them."""
    words, lines = wording(LANGUAGE), lines_of_rules(text)
    for rule in guidance.rules:
        if f"advice.{rule.advice}" not in words:
            yield Problem(lines[rule.id].head, f"rule {rule.id}", f"its advice {rule.advice} has no words")
        has_reading = not isinstance(rule.condition, Silent | Together)
        if not has_reading and f"title.rule.{rule.id}" not in words:
            yield Problem(
                lines[rule.id].head, f"rule {rule.id}", f"its title title.rule.{rule.id} has no words"
            )
    # A rule says itself that its advice has none.
    unused = [one for one in guidance.advice if one not in {rule.advice for rule in guidance.rules}]
    for named, kind, keys in (
        ("advice", "advice", unused),
        ("general", "general", guidance.general),
        ("questions", "question", guidance.questions),
    ):
        for key in keys:
            if f"{kind}.{key}" not in words:
                yield Problem(word_line(text, named, key), "The pack", f"{kind}.{key} has no words")


def _differences(found: Comparison, old: Guidance, new: Guidance) -> Iterator[str]:
    before, after = ({rule.id: rule for rule in pack.rules} for pack in (old, new))
    yield from (f"Added: {name}. {rule_sentence(after[name], LANGUAGE)}" for name in found.added)
    yield from (f"Removed: {name}. {rule_sentence(before[name], LANGUAGE)}" for name in found.removed)
    for name, changes in found.changed.items():
        yield f"Changed: {name}"
        for change in changes:
            was, now = change_words(change, before[name], after[name], LANGUAGE)
            yield f"  {change.name}: {was or ABSENT} → {now or ABSENT}"
    for one in found.pack:
        said = pack_change_words(one, LANGUAGE)
        yield f"{said.name}: {said.before or ABSENT} → {said.after or ABSENT}"


def _pack(named: str) -> Guidance:
    if named in published():
        return published()[named]
    try:
        return load(_text_of(Path(named)))
    except GuidanceError as error:
        raise Refused(f"{named}: {error}") from None


def _loaded(text: str) -> Guidance | None:
    try:
        return load(text)
    except GuidanceError:
        return None


def _text_of(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise Refused(f"{file} cannot be read.", exit_code=USAGE) from None
