"""A test that cannot fail proves nothing: each way to break the promise is found."""

from pathlib import Path

import pytest

from tests.kill.rounds import Plan, play

FOUND_BY = {
    "entry and alert apart": r"alerts are \[\], and \[\('loose-stools'",
    "answer before commit": r"was acknowledged and is not stored",
}


@pytest.mark.parametrize("saboteur", FOUND_BY)
def test_a_server_that_breaks_its_promise_is_found_out(
    saboteur: str, database_url: str, tmp_path: Path
) -> None:
    plan = Plan(seed=20_261_123, kills=20, saves_a_life=20, saboteur=saboteur)

    tally = play(plan, database_url, folder=tmp_path)

    with pytest.raises(AssertionError, match=FOUND_BY[saboteur]):
        assert not tally.problems, "\n".join(tally.problems)
