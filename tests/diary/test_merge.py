"""Merging, without a database: whatever the order of arrival, the heads are the same."""

from itertools import permutations
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from api.diary.merge import Outcome, Save, decide, heads_of


def save(number: int, *builds_on: int, body: str = "") -> Save:
    return Save(UUID(int=number), frozenset(UUID(int=n) for n in builds_on), body or f"body {number}")


def arrive(saves: list[Save]) -> list[Save]:
    known: list[Save] = []
    for one in saves:
        if decide(known, one).outcome not in (Outcome.SAME, Outcome.CLASH, Outcome.LOOP):
            known.append(one)
    return known


def test_the_same_id_with_another_body_is_a_clash() -> None:
    assert decide([save(1)], save(1, body="other")).outcome is Outcome.CLASH


def test_a_save_that_builds_on_what_builds_on_it_is_a_loop() -> None:
    assert decide([save(1, 2)], save(2, 1)).outcome is Outcome.LOOP


def test_a_loop_through_a_third_save_is_found() -> None:
    assert decide([save(1, 2), save(2, 3)], save(3, 1)).outcome is Outcome.LOOP


def test_the_same_save_again_changes_nothing() -> None:
    decision = decide([save(1), save(2, 1)], save(1))

    assert decision.outcome is Outcome.SAME
    assert decision.heads == {UUID(int=2)}


def test_an_edit_becomes_the_only_head() -> None:
    decision = decide([save(1)], save(2, 1))

    assert decision.outcome is Outcome.NEW
    assert decision.heads == {UUID(int=2)}


def test_two_saves_side_by_side_are_both_kept() -> None:
    decision = decide([save(1), save(2, 1)], save(3, 1))

    assert decision.outcome is Outcome.CONFLICT
    assert decision.heads == {UUID(int=2), UUID(int=3)}


def test_a_save_that_builds_on_both_ends_the_conflict() -> None:
    decision = decide([save(1), save(2)], save(3, 1, 2))

    assert decision.outcome is Outcome.NEW
    assert decision.heads == {UUID(int=3)}


def test_a_save_that_arrives_after_its_replacement_is_no_head() -> None:
    decision = decide([save(2, 1)], save(1))

    assert decision.outcome is Outcome.LATE
    assert decision.heads == {UUID(int=2)}


def test_the_order_of_arrival_never_matters() -> None:
    story = [save(1), save(2, 1), save(3, 1), save(4, 2, 3), save(5, 4)]

    assert {heads_of(arrive(list(order))) for order in permutations(story)} == {frozenset({UUID(int=5)})}


@given(
    st.lists(st.sets(st.integers(0, 5), max_size=3), min_size=1, max_size=6),
    st.randoms(use_true_random=False),
)
def test_any_history_gives_the_same_heads_in_any_order_with_repeats(
    parents: list[set[int]], random: object
) -> None:
    story = [save(n + 1, *(p + 1 for p in builds_on if p < n)) for n, builds_on in enumerate(parents)]
    shuffled = story + story
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert heads_of(arrive(shuffled)) == heads_of(story)
    assert heads_of(story)
