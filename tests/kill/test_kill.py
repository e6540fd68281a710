"""Killed at any moment, the server has lost nothing that it acknowledged and missed nothing that was due."""

from pathlib import Path

import pytest

from tests.kill.rounds import Plan, play

KILLS = 60


@pytest.mark.first
def test_whatever_was_acknowledged_or_due_outlives_sixty_kills(database_url: str, tmp_path: Path) -> None:
    plan = Plan(seed=20_261_123, kills=KILLS, saves_a_life=15)

    tally = play(plan, database_url, folder=tmp_path)

    assert tally.problems == []
    assert tally.kills == tally.kills_in_flight == KILLS
    assert tally.kills_in_commit > 0
    assert 0 < tally.in_flight_stored < tally.in_flight
    assert tally.acknowledged > KILLS
    assert tally.alerts > 0 and tally.audit_rows > 0 and tally.events > tally.acknowledged
