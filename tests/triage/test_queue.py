"""The queue: worst first, then the longest waiting."""

from datetime import timedelta

import time_machine

from api.access.actors import Actor
from api.alerts import service as alerts
from api.alerts.models import Acknowledgement, QueuePage
from api.alerts.reconcile import queue_rank
from api.database import Database
from tests.support.entries import MONDAY, SATURDAY, SUNDAY, write
from tests.support.personas import People
from tests.support.rows import queue_of


def two_bad_days(database: Database, actor: Actor, **stated: object) -> None:
    write(database, actor, SUNDAY, loose_stools=5)
    write(database, actor, MONDAY, loose_stools=4, **stated)


def names(page: QueuePage) -> list[str]:
    return [card.patient.name for card in page.items]


def test_a_nurse_elsewhere_sees_none_of_them(database: Database, people: People) -> None:
    two_bad_days(database, people.anna)
    two_bad_days(database, people.cora)

    assert names(queue_of(database, people.carl)) == ["Cora Silva"]


def test_the_longest_waiting_comes_first(
    database: Database, people: People, monday_noon: time_machine.Traveller
) -> None:
    two_bad_days(database, people.ben)
    monday_noon.shift(timedelta(minutes=20))
    two_bad_days(database, people.anna)

    assert names(queue_of(database, people.nora)) == ["Ben Okafor", "Anna Berg"]


def test_past_the_documents_limit_comes_before_the_longer_waiting(
    database: Database, people: People, monday_noon: time_machine.Traveller
) -> None:
    two_bad_days(database, people.ben)
    monday_noon.shift(timedelta(minutes=20))
    two_bad_days(database, people.anna)
    write(database, people.anna, SATURDAY, loose_stools=4)

    assert names(queue_of(database, people.nora)) == ["Anna Berg", "Ben Okafor"]


def test_what_somebody_sees_to_comes_after_what_nobody_does(
    database: Database, people: People, monday_noon: time_machine.Traveller
) -> None:
    two_bad_days(database, people.ben)
    monday_noon.shift(timedelta(minutes=20))
    two_bad_days(database, people.anna)
    first = queue_of(database, people.nora).items[0]

    database.write_now(
        alerts.acknowledge, people.nora, first.id, Acknowledgement(), if_match=f'"{first.version}"'
    )

    assert names(queue_of(database, people.nora)) == ["Anna Berg", "Ben Okafor"]


def test_what_cannot_wait_comes_before_what_can(
    database: Database, people: People, monday_noon: time_machine.Traveller
) -> None:
    two_bad_days(database, people.ben, can_wait=True)
    monday_noon.shift(timedelta(minutes=20))
    two_bad_days(database, people.anna, can_wait=False)

    assert names(queue_of(database, people.nora)) == ["Anna Berg", "Ben Okafor"]


def test_a_cursor_goes_on_where_the_page_ended(database: Database, people: People) -> None:
    two_bad_days(database, people.ben)
    two_bad_days(database, people.anna)

    first = queue_of(database, people.nora, limit=1)
    second = queue_of(database, people.nora, limit=1, cursor=first.next)

    assert names(first) + names(second) == ["Ben Okafor", "Anna Berg"]
    assert second.next is None


def test_a_higher_level_outranks_everything_below_it() -> None:
    mild_urgent = queue_rank(level="urgent", status="acknowledged", past_document_limit=False, can_wait=True)
    worst_call = queue_rank(level="call", status="open", past_document_limit=True, can_wait=False)

    assert mild_urgent < worst_call
