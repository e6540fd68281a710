"""`diary explain`: what an alert rested on, in plain words, and whether it still comes out the same."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from api.alerts.models import Alert
from api.audit.models import AuditRow
from api.database import Database
from api.diary.models import RevisionRow
from api.medications.models import Medication
from api.patients.models import Patient
from tests.cli.conftest import Diary
from tests.support.entries import MONDAY, NOON, SUNDAY, write
from tests.support.factories import a_medication
from tests.support.judging import CRITERIA, end_own_numbers, set_number, sign
from tests.support.personas import People
from tests.support.rows import rows_of

SAID = (
    "Rule:         loose-stools, ",
    "Number:     number 3, the patient's own; the pack has 4",
    "Day:        2026-11-22: diarrhea.count 3",
    "Source:     Soft Tissue Sarcoma: Targeted Therapy (The StayWell Company, LLC), ",
    "Judged by:    2 revisions, 1 rule\n",
    "Judged again: the same",
    "Today:        it stands the same by today's diary and today's rules",
)


def an_alert(database: Database, people: People) -> str:
    number = {"pack": "soft-tissue-sarcoma", "rule": "loose-stools", "value": 3}
    set_number(database, people.nora, number, patient=people.anna)
    for day in (SUNDAY, MONDAY):
        write(database, people.anna, day, loose_stools=3)
    [row] = rows_of(database, Alert)
    return str(row["id"])


NOBODYS = "00000000-0000-7000-8000-000000009999"


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("alert", "exit_code", "said"),
    [(NOBODYS, 1, "There is no alert with this id."), ("the-last-one", 2, "Invalid value")],
)
def test_an_id_that_is_no_alerts_is_refused(on_tables: Diary, alert: str, exit_code: int, said: str) -> None:
    done = on_tables("explain", alert)

    assert (done.exit_code, said in done.output) == (exit_code, True), done.output


def test_it_says_rule_numbers_days_source_and_that_it_comes_out_the_same(
    on_tables: Diary, database: Database, people: People
) -> None:
    alert = an_alert(database, people)

    done = on_tables("explain", alert)

    assert done.exit_code == 0, done.output
    assert [one for one in SAID if one not in done.output] == [], done.output
    left = rows_of(database, AuditRow)[-1]
    assert (left["actor_kind"], left["action"], str(left["subject_id"])) == (
        "operator",
        "alert.explained",
        alert,
    )
    assert (left["old"], left["new"]) == (None, None)


def test_it_says_what_differs_and_that_edits_took_it_away(
    on_tables: Diary, database: Database, people: People
) -> None:
    alert = an_alert(database, people)
    tampered = sa.update(RevisionRow).values(readings={"diarrhea": {"count": 7}})
    database.write_now(lambda connection: connection.execute(tampered))
    write(database, people.anna, MONDAY, loose_stools=0)

    done = on_tables("explain", alert)

    assert done.exit_code == 1
    assert "Judged again: other than it was\n  another finding comes out: evidence. Kept: " in done.output
    assert "Found: 2026-11-22: diarrhea.count 7; 2026-11-23: diarrhea.count 7" in done.output
    assert "Today:        nothing of it stands by today's diary and today's rules" in done.output


def test_it_says_which_number_was_used_then_and_which_today(
    on_tables: Diary, database: Database, people: People
) -> None:
    fever = {"pack": CRITERIA, "rule": "fever", "value": 37.5}
    warm = {"temperature": [{"value": 100.4, "unit": "°F", "at": "08:10"}]}
    with time_machine.travel(NOON, tick=False):
        sign(database, people.ada)
        set_number(database, people.ada, fever)
        write(database, people.anna, MONDAY, readings=warm)
    [row] = [row for row in rows_of(database, Alert) if row["rule"] == "fever"]

    set_number(database, people.ada, fever | {"value": 38.0})
    done = on_tables("explain", str(row["id"]))

    assert done.exit_code == 0, done.output
    assert done.output.endswith(
        "Today:        it stands in another way\n"
        "  Number:     number then 37.5 °C, the clinic's own (the pack has 38 °C); now 38 °C, the pack's\n"
    ), done.output


def test_it_says_for_which_medicines_the_rule_counts(
    on_tables: Diary, database: Database, people: People
) -> None:
    with time_machine.travel(NOON, tick=False):
        sign(database, people.ada)
        [anna] = [row for row in rows_of(database, Patient) if row["id"] == people.anna.id]
        taken = a_medication(Patient(**anna), catalogue_id="imatinib").model_dump()
        database.write_now(lambda connection: connection.execute(sa.insert(Medication).values(taken)))
        write(database, people.anna, MONDAY, readings={"yellow_skin": {"presence": True}})
    [row] = [row for row in rows_of(database, Alert) if row["rule"] == "liver-signs"]

    done = on_tables("explain", str(row["id"]))

    when = next(line for line in done.output.splitlines() if "When:" in line)
    assert when.endswith(
        "It counts while taking pazopanib or sunitinib or regorafenib or imatinib or "
        "larotrectinib or entrectinib."
    ), done.output
    assert "Judged by:    1 revision, " in done.output


def test_it_says_which_days_are_read_otherwise_today(
    on_tables: Diary, database: Database, people: People
) -> None:
    alert = an_alert(database, people)
    write(database, people.anna, MONDAY, loose_stools=9)
    changed = sa.update(Alert).values(shown_runs=rows_of(database, Alert)[0]["shown_runs"])
    for before in (3, 2, 1):
        write(database, people.anna, SUNDAY - timedelta(days=before), loose_stools=4)
    database.write_now(lambda connection: connection.execute(changed))

    done = on_tables("explain", alert)

    assert done.output.endswith(
        "Today:        it stands in another way\n"
        "  Day:        2026-11-19: diarrhea.count then not counted; now 4\n"
        "  Day:        2026-11-20: diarrhea.count then not counted; now 4\n"
        "  Day:        2026-11-21: diarrhea.count then not counted; now 4\n"
        "  Limit:      past the document's own limit now, not then\n"
    ), done.output


EDITED = "it was edited, and none of it stands"
JUDGED_OTHERWISE = (
    "what it was judged by has changed (a rule, a number, a medicine or what is usual), "
    "and it would not be raised today"
)


@pytest.mark.parametrize(("stools", "said"), [(0, EDITED), (None, JUDGED_OTHERWISE)])
def test_it_says_what_took_it_away(
    on_tables: Diary, database: Database, people: People, stools: int | None, said: str
) -> None:
    alert = an_alert(database, people)
    if stools is None:
        end_own_numbers(database, people.nora, patient=people.anna)
    else:
        write(database, people.anna, MONDAY, loose_stools=stools)

    done = on_tables("explain", alert)

    assert f"Since then:   {said}; closing it is left to a person\n" in done.output, done.output
