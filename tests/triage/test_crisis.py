"""A crisis comes with the emergencies, and nobody grades it."""

import pytest
import sqlalchemy as sa

from api.alerts import store
from api.alerts.reconcile import queue_rank
from api.database import Database
from api.rules.vocabulary import Level
from api.texts.sentences import level_words
from tests.support.entries import MONDAY, SUNDAY, write
from tests.support.personas import People
from tests.support.rows import queue_of
from tests.support.rulebooks import sign_every_rule


def test_a_crisis_ranks_as_an_emergency_and_says_what_to_do() -> None:
    assert Level.CRISIS.rank == Level.EMERGENCY.rank
    assert level_words(Level.CRISIS, "en") == "Talk to someone now"
    ranks = {
        queue_rank(level=level, status="open", past_document_limit=False, can_wait=None)
        for level in (Level.CRISIS, Level.EMERGENCY)
    }
    assert len(ranks) == 1


@pytest.mark.parametrize("first", ["anna", "ben"])
def test_the_queue_shows_a_crisis_before_a_call(database: Database, people: People, first: str) -> None:
    for patient in (people.anna, people.ben):
        write(database, patient, SUNDAY, loose_stools=5)
        write(database, patient, MONDAY, loose_stools=4)
    theirs = getattr(people, first).id
    rank = queue_rank(level="crisis", status="open", past_document_limit=False, can_wait=None)
    changed = (
        sa.update(store.alert)
        .where(store.alert.c.patient_id == theirs)
        .values(level="crisis", queue_rank=rank)
    )
    # By hand, and so that the rules would rather have a call: nothing that the sweeper repairs.
    database.write_now(lambda connection: connection.execute(changed) and None)

    cards = queue_of(database, people.nora).items

    assert [card.level for card in cards] == ["crisis", "call"]
    assert (cards[0].patient.id, cards[0].level_words) == (theirs, "Talk to someone now")


def test_sadness_that_becomes_very_severe_opens_an_ungraded_card_and_no_graded_one(
    database: Database, people: People
) -> None:
    database.write_now(sign_every_rule, people.ada, "published-criteria")

    (alert,) = write(database, people.anna, MONDAY, readings={"sad": {"severity": 4}}).alerts

    assert (alert.rule, alert.level, alert.level_words) == ("crisis", "crisis", "Talk to someone now")


def test_a_graded_card_that_is_open_already_stays_until_a_person_closes_it(
    database: Database, people: People
) -> None:
    database.write_now(sign_every_rule, people.ada, "published-criteria")
    (severe,) = write(database, people.anna, MONDAY, readings={"sad": {"severity": 3}}).alerts

    saved = write(database, people.anna, MONDAY, readings={"sad": {"severity": 4}}).alerts

    by_rule = {alert.rule: alert for alert in saved}
    assert by_rule.keys() == {"severe-symptom", "crisis"}
    assert by_rule["severe-symptom"].id == severe.id
    assert (by_rule["severe-symptom"].status, by_rule["severe-symptom"].still_stands) == ("open", False)
    assert "3 → 4" in by_rule["severe-symptom"].history[-1].words
    assert by_rule["crisis"].still_stands
