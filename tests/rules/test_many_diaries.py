"""The same few made-up people each time: quick enough to be run against thousands of changed evaluators."""

from functools import cache

import pytest

from api.rules.evaluate import findings_in
from api.rules.rulebook import Rulebook
from tests.rules.language import as_json, diary_as_json
from tests.rules.language_oracle import Spell, spells
from tests.rules.made_up_rules import made_up_rules
from tests.rules.random_diaries import random_diaries
from tests.rules.spelled import as_spell

PEOPLE = 40
# The second reading knows no word that nobody has heard of.
BOOK = Rulebook(tuple(one for one in made_up_rules().rules if one.rule.id not in ("silent", "unheard")))
DIARIES = tuple(random_diaries(20_261_129, PEOPLE))


@cache
def second_reading(person: int) -> list[Spell]:
    return spells(as_json(BOOK), diary_as_json(DIARIES[person]))


@pytest.mark.parametrize("first", range(0, PEOPLE, 10))
def test_the_evaluator_and_the_second_reading_agree_on_made_up_people(first: int) -> None:
    for person in range(first, first + 10):
        found = [as_spell(finding) for finding in findings_in(DIARIES[person], BOOK)]

        assert found == second_reading(person)


def test_the_made_up_people_meet_rules_of_every_kind() -> None:
    met = {spell.rule for person in range(PEOPLE) for spell in second_reading(person)}

    assert {one.rule.id for one in BOOK.rules} - met == {
        "rash-while",
        "three-discouraged",
        "three-joint_pain",
        "three-muscle_pain",
        "three-sad",
        "three-swelling",
    }
