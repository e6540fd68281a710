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
