"""`diary explain`: why an alert stood, and whether it still comes out the same."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated
from uuid import UUID

import typer

from api import clock
from api.commands.counting import counted
from api.commands.differing import days, differing
from api.commands.opened import account, chosen_settings, opened
from api.diary.explaining import Cause, Difference, Explained, Today, explain_to_operator
from api.diary.judged_by import JudgedBy
from api.rules.diary import Baseline, Taking
from api.rules.finding import Finding
from api.texts.sentences import explain as in_words
from api.texts.sentences import level_words, while_taking_sentences

LANGUAGE = "en"
DIFFERS = 1
CAUSES = {
    Cause.NOT_KEPT: "the alert is from before the diary kept what alerts were judged by",
    Cause.UNREADABLE: "what it was judged by cannot be read",
    Cause.TEXT_LOST: "a text is gone, or is not what it was",
    Cause.REVISION_LOST: "a revision is gone",
    Cause.FINDING_DIFFERS: "another finding comes out",
    Cause.NOTHING_FOUND: "the rule finds nothing on these days",
}


def explain(
    alert: Annotated[UUID, typer.Argument(help="The alert's id, as the API and the queue give it.")],
) -> None:
    """Say why an alert stood, from a patient's days, and judge it again. Exit 1: it comes out otherwise."""
    with opened(chosen_settings(may_be_demo=True)) as database:
        found = database.write_now(explain_to_operator, alert, by=account())
    typer.echo("\n".join(_lines(found)))
    if found.differences:
        raise typer.Exit(DIFFERS)


def _lines(found: Explained) -> Iterator[str]:
    row = found.alert
    yield f"Alert {row['id']}, {row['status']}, opened {row['opened_at']:%Y-%m-%d %H:%M} UTC"
    for run in found.runs:
        yield from _of_finding(run, found.judged_by)
    if found.judged_by is not None:
        yield from _of_judging(found.judged_by, list(found.runs))
    yield "Judged again: " + ("other than it was" if found.differences else "the same")
    yield from (f"  {_difference(one)}" for one in found.differences)
    if not found.stands:
        yield f"Since then:   {_taken_away(found)}; closing it is left to a person"
    yield from _of_today(found)


def _taken_away(found: Explained) -> str:
    if found.was_edited:
        return "it was edited, and none of it stands"
    what = "a rule, a number, a medicine or what is usual"
    return f"what it was judged by has changed ({what}), and it would not be raised today"


def _of_finding(run: Finding, judged_by: JudgedBy | None) -> Iterator[str]:
    words = in_words(run, LANGUAGE, clock.now().date())
    yield f"Rule:         {run.rule}, {words.title}: {level_words(run.level, LANGUAGE)}"
    yield f"  When:       {' '.join([words.sentence, *_while_taking(run, judged_by)])}"
    for one in run.adjusted:
        yield f"  Number:     {one.name} {one.number:g}, the {one.by}'s own; the pack has {one.pack_number:g}"
    yield f"  Why:        {words.why}"
    yield from (f"  Day:        {line}" for line in days(run))
    yield from (f"  Day:        {day}: nothing written" for day in run.missing_days)
    yield f"  Source:     {run.source.title} ({run.source.publisher}), {run.source.section}"
    yield f"  Pack:       {run.pack}, hash {run.guidance_hash}"


def _while_taking(run: Finding, judged_by: JudgedBy | None) -> Iterator[str]:
    """A finding does not say for which medicines its rule counts; what it was judged by does."""
    rules = judged_by.book.rules if judged_by is not None else ()
    for one in rules:
        if one.rule.id == run.rule:
            yield from while_taking_sentences(one.rule.while_taking, LANGUAGE)


def _of_judging(judged_by: JudgedBy, runs: list[Finding]) -> Iterator[str]:
    yield f"Judged by:    {_amount(judged_by)}"
    since = {one.since for one in judged_by.book.rules if one.rule.id == runs[0].rule}
    yield from (f"  In force:   since {day}" for day in since if day is not None)
    yield from (f"  Medicine:   {_taken(one)}" for one in judged_by.taking)
    yield from (f"  Usual:      {one}" for one in _usual(judged_by.baseline))


def _amount(judged_by: JudgedBy) -> str:
    return f"{counted(len(judged_by.revisions), 'revision')}, {counted(len(judged_by.book.rules), 'rule')}"


def _taken(one: Taking) -> str:
    return f"{one.medicine}, from {_or_unknown(one.started)}" + (f" to {one.stopped}" if one.stopped else "")


def _or_unknown(day: date | None) -> str:
    return "an unknown day" if day is None else str(day)


def _usual(baseline: Baseline) -> Iterator[str]:
    if baseline.usual_stools is not None:
        yield f"{baseline.usual_stools:g} stools a day"
    if baseline.weight_kg is not None:
        yield f"{baseline.weight_kg:.4g} kg"
    if baseline.has_ostomy is not None:
        yield "an ostomy" if baseline.has_ostomy else "no ostomy"


def _difference(one: Difference) -> str:
    said = ": ".join((CAUSES[one.cause], ", ".join(one.what))) if one.what else CAUSES[one.cause]
    if one.kept is None or one.found is None:
        return said
    return f"{said}. Kept: {'; '.join(days(one.kept))}. Found: {'; '.join(days(one.found))}"


def _of_today(found: Explained) -> Iterator[str]:
    yield f"Today:        {_today(found.today)}"
    if found.today.is_in_force and found.today.found and not found.today.is_same:
        for run in found.runs:
            yield from (f"  {line}" for line in differing(run, found.today.found))


def _today(today: Today) -> str:
    if not today.is_in_force:
        return "the rule is in force no more"
    if today.is_same:
        return "it stands the same by today's diary and today's rules"
    if not today.found:
        return "nothing of it stands by today's diary and today's rules"
    return "it stands in another way"
