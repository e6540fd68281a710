"""A pack from another public document, as a clinic would write it alone."""

from pathlib import Path

from api.rules.guidance import load, published
from tests.cli.conftest import Diary

FILE = Path(__file__).parents[1] / "rules" / "oral-cancer-medicines.toml"


def test_it_passes_the_check_and_prints_its_sheet(diary: Diary) -> None:
    done = diary("guidance", "check", str(FILE))

    assert done.exit_code == 0, done.output
    assert "Vomiting: more than 2 times a day." in done.output
    untitled = "  Title:   no words of its own (title.rule.fever-with-chills)"
    assert f"Temperature [fever-with-chills]\n{untitled}" in done.output
    assert "Many loose stools [loose-stools-in-a-day]\n  Says:" in done.output
    assert "5 rules, 19 examples: every example comes out as it says." in done.output


def test_it_is_an_example_and_not_published() -> None:
    assert load(FILE).id not in published()


def test_its_rules_are_faulted_where_nobody_is_asked_what_they_read(diary: Diary, tmp_path: Path) -> None:
    lines = FILE.read_text("utf-8").splitlines()
    asking = ("core =", "also_asked =", "also_measured =")
    file = tmp_path / "pack.toml"
    file.write_text("\n".join("" if line.startswith(asking) else line for line in lines), "utf-8")

    done = diary("guidance", "check", str(file))

    assert done.exit_code == 1
    assert [line.partition(": ")[2] for line in done.output.splitlines()] == [
        "rule yellow-skin: nobody is asked about yellow_skin",
        "rule bleeding-bruises-rash: nobody is asked about bleeding",
        "rule bleeding-bruises-rash: nobody is asked about blood_in_stool",
        "",
    ]
