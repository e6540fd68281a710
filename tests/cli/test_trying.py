"""`diary guidance try`: a table of what would have been, and nothing else written."""

from pathlib import Path
from typing import Any

import pytest
import time_machine

from api.audit.models import AuditRow
from api.commands import trying
from api.database import Database
from api.rulebooks import service
from api.rulebooks.models import Signing
from api.rules.guidance import DOCUMENT, published
from api.trials import commanded, reading
from api.trials.models import Trial
from tests.access.subjects import content
from tests.cli.conftest import Diary
from tests.rules.written import PACK
from tests.support.entries import NOON
from tests.support.judging import CRITERIA
from tests.support.personas import People
from tests.support.rows import rows_of
from tests.support.trials import work_through
from tests.trials.conftest import diaries, monday_noon

__all__ = ["diaries", "monday_noon"]

HERE = ("--clinic", "Hillside Cancer Clinic")
STRONGER = ("guidance", "try", DOCUMENT, "--set", "loose-stools.number=3", *HERE)
TABLE = """\
soft-tissue-sarcoma, version {version}, hash {hash}, against what is in force
2026-08-26 to 2026-11-23, 2 patients
(in brackets: per 100 patients and week)

rule          gained             lost           raised             kept
loose-stools       2  (12.96)       0   (0.00)       0   (0.00)       2
  gained: MRN-1001, MRN-1002
"""


def table() -> str:
    pack = published()[DOCUMENT]
    return TABLE.format(version=pack.version, hash=pack.hash[:12])


def untouched(database: Database) -> list[str]:
    ours = ("trial ", "audit_row ")
    return [row for row in database.read_now(content) if not row.startswith(ours)]


def test_it_prints_what_would_have_been_and_writes_only_the_trial_and_who_asked(
    on_tables: Diary, database: Database, diaries: People
) -> None:
    before = untouched(database)

    done = on_tables(*STRONGER)

    assert done.exit_code == 0, done.output
    assert done.stdout == table()
    assert "Judging" in done.stderr and "Judging" not in done.stdout
    assert untouched(database) == before
    left = rows_of(database, AuditRow)
    assert [(row["actor_kind"], row["action"], row["patient_id"]) for row in left] == [
        ("operator", "trial.asked", None),
        ("operator", "trial.read", None),
    ]
    assert left[1]["new"] == {"patients": [str(diaries.anna.id), str(diaries.ben.id)]}


@pytest.mark.parametrize("goes_on", ["the command", "the worker"])
def test_the_same_command_goes_on_where_it_was_cut_off(
    on_tables: Diary, database: Database, diaries: People, monkeypatch: pytest.MonkeyPatch,
    monday_noon: time_machine.Traveller, goes_on: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(reading, "PATIENTS_AT_ONCE", 1)
    steps = iter([commanded.step, interrupted])

    def one_step_and_no_more(*asked: Any) -> Any:
        return next(steps)(*asked)

    with monkeypatch.context() as cut:
        cut.setattr(commanded, "step", one_step_and_no_more)
        stopped = on_tables(*STRONGER)
    assert (stopped.exit_code, stopped.stdout) == (trying.INTERRUPTED, "")
    [half] = rows_of(database, Trial)
    assert (half["judged"], half["leased_until"]) == (1, None)
    if goes_on == "the worker":
        work_through(database)

    done = on_tables(*STRONGER)

    assert done.exit_code == 0, done.output
    assert "Going on behind" in done.stderr
    assert done.stdout == table()
    [whole] = rows_of(database, Trial)
    assert (whole["id"], whole["judged"], whole["is_awaited"]) == (half["id"], 2, False)

    on_tables(*STRONGER)
    assert len(rows_of(database, Trial)) == 2


def test_another_command_begins_a_trial_of_its_own(
    on_tables: Diary, database: Database, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as cut:
        cut.setattr(commanded, "step", interrupted)
        for more in ((), ("--since", "30d"), ("--since", "2026-08-26"), ("--set", "loose-stools.number=2")):
            on_tables(*STRONGER, *more)

    # From the 26th of August is 90 days today, and other days tomorrow.
    assert len(rows_of(database, Trial)) == 3
    with time_machine.travel(NOON.replace(day=24, hour=15), tick=False):
        on_tables(*STRONGER)
        on_tables(*STRONGER, "--since", "2026-08-26")
    assert len(rows_of(database, Trial)) == 4


def interrupted(*_: Any) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("unknown",), "There is no pack with this id here"),
        ((DOCUMENT, "--since", "0d"), "Write --since"),
        ((DOCUMENT, "--since", "367d"), "Write --since"),
        ((DOCUMENT, "--since", "yesterday"), "Write --since"),
        ((DOCUMENT, "--since", "2026-11-24"), "Write --since"),
        ((DOCUMENT, "--set", "loose-stools=many"), "Write --set"),
        ((DOCUMENT, "--set", "loose-stools=9"), "Send a number from"),
        ((DOCUMENT, "--set", "unknown=3"), "no such rule"),
    ],
)
def test_what_cannot_be_tried_is_refused_with_what_to_do(
    on_tables: Diary, database: Database, people: People, arguments: tuple[str, ...], said: str
) -> None:
    done = on_tables("guidance", "try", *arguments, *HERE)

    assert done.exit_code in (1, 2)
    assert said in done.output
    assert rows_of(database, Trial) == []


def test_a_number_of_a_rule_that_was_left_out_is_refused(
    on_tables: Diary, database: Database, people: People
) -> None:
    text = published()[CRITERIA]
    only = Signing(hash=text.hash, rules=["vomiting"], reason="The others later.")
    database.write_now(service.sign, people.ada, CRITERIA, only)

    done = on_tables("guidance", "try", CRITERIA, "--set", "fever=37.5", *HERE)

    assert done.exit_code == 1
    assert "The rule fever is not in force in this trial, so its number 37.5 would change" in done.output
    assert rows_of(database, Trial) == []


def test_a_draft_is_tried_from_its_file_or_refused_with_its_lines(
    on_tables: Diary, database: Database, diaries: People, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(PACK.replace("at_least = 4", "at_least = 3"), "utf-8")
    bad.write_text(PACK.replace('level = "call"', 'level = "shout"'), "utf-8")

    refused = on_tables("guidance", "try", str(bad), *HERE)
    done = on_tables("guidance", "try", str(good), "--since", "2026-08-26", *HERE)

    assert (refused.exit_code, "Line " in refused.output) == (1, True)
    assert done.exit_code == 0, done.output
    # Three days of 3 or more are past the limit of a text that has 3 itself.
    assert "  gained: MRN-1001, MRN-1002\n  raised: MRN-1001\n" in done.stdout
    [trial] = rows_of(database, Trial)
    assert trial["is_draft"]
