"""What stands in the lists with which a pack begins is proof-read too."""

from datetime import date

import pytest

from api.rules.pack_lines import Problem, word_line
from api.rules.proofreading import problems_in
from tests.rules.small_packs import pack_text
from tests.rules.test_proofreading import LINE, ROWS, STOOLS, UNREACHABLE, whats

NOT_PLAIN = "its id is not of small letters, digits and - or _ alone"
ADVICE = 'advice = ["loose-stools"]'


@pytest.mark.parametrize(
    ("advice", "line"),
    [
        ('advice = ["loose-stools", "tea"]', 5),
        ("advice = [\n  'loose-stools',\n  'tea',\n]", 7),
        ('  advice=["tea",\n"loose-stools"]', 5),
    ],
)
def test_advice_that_no_rule_gives_is_told_with_its_line(advice: str, line: int) -> None:
    text = pack_text(STOOLS, *ROWS).replace(ADVICE, advice).replace('version = "1"', 'version = "tea"')

    assert problems_in(text) == (Problem(line, "The pack", "advice tea is used by no rule"),)


def test_a_word_of_two_lists_stands_in_the_one_that_is_asked_about() -> None:
    text = 'core = ["plan"]\ngeneral = ["plan"]\nquestions = [\n  "plan.b",\n  "plan",\n]\n'

    assert word_line(text, "questions", "plan") == 5
    assert word_line(text, "general", "plan") == 2
    assert word_line(text, "core", "plan") == 1
    assert word_line(text, "core", "plan.b") == 4


def test_a_word_that_is_spelled_in_another_way_is_told_with_the_first_line() -> None:
    assert word_line('id = "a"\nadvice = ["te\\u0061"]', "advice", "tea") == 1
    assert word_line('id = "a"\n"advice" = ["tea"]', "advice", "tea") == 2
    assert word_line('core = ["tea"]\n"advice" = ["tea"]', "advice", "tea") == 1


@pytest.mark.parametrize(("days", "unreachable"), [(21, False), (22, True)])
def test_more_days_in_a_row_than_are_read_are_never_met(days: int, unreachable: bool) -> None:
    text = pack_text(STOOLS, *ROWS, days_in_a_row=days)

    assert (UNREACHABLE in whats(text)) is unreachable


@pytest.mark.parametrize("name", ["Oral Cancer", "oral cancer", "Oral-cancer", "orál"])
def test_an_id_that_cannot_stand_in_an_address_is_told_with_its_line(name: str) -> None:
    of_pack = pack_text(STOOLS, *ROWS).replace('id = "small"', f'# a small pack\nid = "{name}"')
    of_rule = pack_text(STOOLS, *ROWS).replace("the-rule", name)

    assert problems_in(of_pack) == (Problem(2, "The pack", NOT_PLAIN),)
    assert problems_in(of_rule) == (Problem(LINE, f"rule {name}", NOT_PLAIN),)


@pytest.mark.parametrize("name", ["a", "oral-cancer_2"])
def test_a_plain_id_is_no_fault(name: str) -> None:
    assert problems_in(pack_text(STOOLS, *ROWS).replace("small", name).replace("the-rule", name)) == ()


MORE = '[sources.{}]\ntitle = "A leaflet"\npublisher = "Nobody"\n\n'
MEDICINE = """[[classes]]
id = "herb"

[[medicines]]
id = "sage"
name = "sage"
class = "herb"
atc = "X"
market_status = "marketed"
sources = ["leaflet"]

"""


def test_a_source_that_nobody_uses_is_told_with_its_line() -> None:
    text = pack_text(STOOLS, *ROWS).replace("[[rules]]", MORE.format("leaflet") + "[[rules]]")

    assert problems_in(text) == (Problem(LINE, "The pack", "source leaflet is used by nobody"),)


@pytest.mark.parametrize(
    ("right", "used"),
    [
        ('document = "book"', 'document = "leaflet"'),
        ('source = "book"', 'source = "leaflet"'),
        ("[[rules]]", f"{MEDICINE}[[rules]]"),
    ],
)
def test_a_source_of_the_document_of_a_rule_or_of_a_medicine_is_used(right: str, used: str) -> None:
    text = pack_text(STOOLS, *ROWS).replace("[[rules]]", MORE.format("leaflet") + "[[rules]]")

    assert problems_in(text.replace(right, used)) == ()


@pytest.mark.parametrize(
    ("asked", "line", "listed"),
    [
        ('core = ["diarrhea"]\nalso_asked = [\n  "rash",\n  "diarrhea",\n]', 7, "also_asked"),
        ('core = ["diarrhea", "diarrhea"]', 4, "core"),
        ('core = ["diarrhea"]\nalso_asked = ["rash",\n"diarrhea"]', 6, "also_asked"),
    ],
)
def test_a_symptom_that_is_asked_twice_is_told_with_its_line(asked: str, line: int, listed: str) -> None:
    text = pack_text(STOOLS, *ROWS).replace('core = ["diarrhea"]', asked)

    said = f"diarrhea is asked twice, the second time by {listed}"
    assert problems_in(text) == (Problem(line, "The pack", said),)


def test_a_date_more_than_a_year_ahead_is_told_since_nothing_waits_for_it() -> None:
    text = pack_text(STOOLS, *ROWS)

    ahead = problems_in(text, today=date(2024, 12, 31))

    said = "in_force_since 2026-01-01 lies more than a year ahead, and nothing waits for it"
    assert ahead == (Problem(LINE, "rule the-rule", said),)
    assert problems_in(text, today=date(2025, 1, 1)) == problems_in(text) == ()
