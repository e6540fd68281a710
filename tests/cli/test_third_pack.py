"""A pack from another public document, as a clinic would write it alone."""

from pathlib import Path

from api.rules.guidance import load, published
from tests.cli.conftest import Diary

FILE = Path(__file__).parents[1] / "rules" / "oral-cancer-medicines.toml"


def test_it_passes_the_check_and_prints_its_sheet(diary: Diary) -> None:
    done = diary("guidance", "check", str(FILE))

    assert done.exit_code == 0, done.output
    assert "Vomiting: more than 2 times a day." in done.output
    assert "5 rules, 19 examples: every example comes out as it says." in done.output


def test_it_is_an_example_and_not_published() -> None:
    assert load(FILE).id not in published()
