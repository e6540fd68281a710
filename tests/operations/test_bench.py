"""What `make bench` measures without a load from outside still runs; what it finds is not judged here."""

import pytest

from tests.bench.__main__ import main


@pytest.mark.parametrize(
    ("part", "told"),
    [("queue", "many over few"), ("judging", "two bad days: evaluations over json.loads")],
)
def test_a_part_tells_its_figure(capsys: pytest.CaptureFixture[str], part: str, told: str) -> None:
    main([part, "--quick", "--seconds", "0.1", "--database", "sqlite", "--queue-patients", "500", "600"])

    assert told in capsys.readouterr().out
