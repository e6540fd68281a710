"""Two versions of a pack, compared outside of their rules."""

from dataclasses import replace
from datetime import date

import pytest

from api.rules.comparing import compared
from api.rules.comparing_packs import PackChange
from api.rules.guidance import load
from tests.rules.refusals import WHOLE
from tests.rules.test_comparing import SMALL_PACK

MORE_SOURCES = '[sources.leaflet]\ntitle = "A leaflet"\npublisher = "P"\n\n[sources.label]'


def around(right: str, wrong: str) -> list[PackChange]:
    assert right in WHOLE
    return list(compared(load(WHOLE), load(WHOLE.replace(right, wrong, 1))).pack)


def test_a_source_that_is_gone_hides_no_change_of_the_next() -> None:
    old = load(WHOLE.replace("[sources.label]", MORE_SOURCES, 1))
    new = load(WHOLE.replace('title = "A label"', 'title = "The label"', 1))

    told = list(compared(old, new).pack)

    assert PackChange("source", "", "A leaflet", None) in told
    assert PackChange("title", "A label", "A label", "The label") in told


@pytest.mark.parametrize(
    ("right", "wrong", "change"),
    [
        ('id = "whole"', 'id = "half"', PackChange("id", "", "whole", "half")),
        ('version = "2"', 'version = "3"', PackChange("version", "", "2", "3")),
        ('document = "book"', 'document = "label"', PackChange("document", "", "A book", "A label")),
        ('title = "A book"', 'title = "The book"', PackChange("title", "A book", "A book", "The book")),
        (
            'publisher = "A publisher"',
            'publisher = "Another"',
            PackChange("publisher", "A book", "A publisher", "Another"),
        ),
        ("reviewed = 2025-05-01\n", "", PackChange("reviewed", "A book", date(2025, 5, 1), None)),
        ("[sources.label]", MORE_SOURCES, PackChange("source", "", None, "A leaflet")),
        ('core = ["nausea", "diarrhea"]', 'core = ["nausea"]', PackChange("core", "", ("diarrhea",), None)),
        (
            'core = ["nausea", "diarrhea"]',
            'core = ["diarrhea", "nausea"]',
            PackChange("core", "", ("nausea", "diarrhea"), ("diarrhea", "nausea")),
        ),
        (
            '["rash", "nausea"]',
            '["cough", "nausea"]',
            PackChange("asked", "", ("rash",), ("cough",)),
        ),
        ('["weight"]', "[]", PackChange("measured", "", ("weight",), None)),
        ('["rest", "call"]', '["rest", "call", "tea"]', PackChange("advice", "", None, ("tea",))),
        ('["keep_a_diary"]', "[]", PackChange("general", "", ("keep_a_diary",), None)),
        (
            '["plan", "after_hours"]',
            '["after_hours", "plan"]',
            PackChange("questions", "", ("plan", "after_hours"), ("after_hours", "plan")),
        ),
        ('id = "something"', 'id = "other"', PackChange("side_effects", "", ("something",), ("other",))),
        (
            '"Salvia", "Sagex"',
            '"Salvia"',
            PackChange("medicine", "sage tea, brands", ("Sagex",), None),
        ),
        (
            'sources = ["label", "book"]',
            'sources = ["book"]',
            PackChange("medicine", "sage tea, sources", ("label",), None),
        ),
        (
            '"withdrawn"',
            '"marketed"',
            PackChange("medicine", "ginger, market status", "withdrawn", "marketed"),
        ),
        ('"L01EX98"', '"L01EX97"', PackChange("medicine", "ginger, atc", "L01EX98", "L01EX97")),
        (
            'class = "root"',
            'class = "herb"',
            PackChange("medicine", "ginger, medicine class", "root", "herb"),
        ),
        (
            "upset_stomach",
            "bad_stomach",
            PackChange("side_effects", "", ("upset_stomach",), ("bad_stomach",)),
        ),
    ],
)
def test_everything_outside_of_the_rules_is_told_too(right: str, wrong: str, change: PackChange) -> None:
    assert around(right, wrong) == [change]


def test_a_source_that_has_gone_is_told_by_its_title() -> None:
    more = load(WHOLE.replace("[sources.label]", MORE_SOURCES))

    assert compared(more, load(WHOLE)).pack == (PackChange("source", "", "A leaflet", None),)


def test_a_medicine_and_a_side_effect_that_asks_otherwise_are_told() -> None:
    side_effect = around('asked_by = ["nausea"', 'asked_by = ["chills"')
    medicine = compared(load(WHOLE), replace(load(WHOLE), medicines=load(WHOLE).medicines[1:])).pack

    assert side_effect == [
        PackChange("asked", "", None, ("chills",)),
        PackChange("side_effect", "upset_stomach", ("nausea",), ("chills",)),
    ]
    assert medicine == (PackChange("medicines", "", ("sage tea",), None),)


def test_a_pack_that_differs_outside_of_its_rules_alone_is_not_the_same() -> None:
    text = SMALL_PACK.replace('publisher = "Nobody"', 'publisher = "Somebody"')
    found = compared(load(SMALL_PACK), load(text))

    assert (found.added, found.removed, found.changed, found.is_empty) == ((), (), {}, False)
    assert compared(load(SMALL_PACK), load(f"{SMALL_PACK}\n# a remark\n")).is_empty
