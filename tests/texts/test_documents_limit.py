"""The document's limit is said with the number of days, and of what, that the document itself has."""

from typing import Any

import pytest

from api.rules.evaluate import findings_in
from api.rules.guidance import Guidance
from api.rules.rulebook import Adjustment, PackInForce, Rulebook, rulebook
from api.texts.sentences import explain, guidance_in_words
from tests.rules.histories import TODAY, Day, a_diary, the_guidance
from tests.rules.judging import nausea, stools, written
from tests.rules.small_packs import a_pack

NOTHING = 'days = ["-"], finding = "none"'
ITS_LIMIT = "3 days of 4 or more are past the limit in the guidance document itself."
STOOLS = (
    '{ reading = "diarrhea.count", at_least = 4, unit = "loose_stools_per_day", name = "stools",'
    " adjust = [1, 6] }"
)


def book_of(guidance: Guidance, **numbers: float) -> Rulebook:
    adjustments = [
        Adjustment(guidance.rules[0].id, name, number, "clinic") for name, number in numbers.items()
    ]
    return rulebook([PackInForce(guidance)], adjustments)


def sentence(guidance: Guidance, **numbers: float) -> str:
    return guidance_in_words(guidance, "en", book_of(guidance, **numbers))["rules"][0]["sentence"]


def why(guidance: Guidance, *days: Day, **numbers: float) -> str:
    return explain(findings_in(a_diary(*days), book_of(guidance, **numbers))[-1], "en", TODAY).why


@pytest.mark.parametrize("number", [1, 3])
def test_a_stricter_number_does_not_stand_beside_the_documents_limit(number: int) -> None:
    said = sentence(the_guidance(), number=number)

    assert said.startswith(f"{number} or more loose stools a day on 2 days in a row.")
    assert f"{ITS_LIMIT} Your clinic's number is {number}; published: 4." in said


def test_a_weaker_number_does_not_stand_beside_it_either() -> None:
    weaker = a_pack(STOOLS, NOTHING, days_in_a_row=2, document_days=3)

    assert ITS_LIMIT in sentence(weaker, stools=5)
    past = ", past the limit in the guidance document itself (3 days of 4 or more)"
    assert why(weaker, 5, 5, 5, stools=5).endswith(f"published: 4){past}")


def test_the_reason_of_a_stricter_rule_says_of_what_the_days_are_past_the_limit() -> None:
    assert "past the limit" not in why(the_guidance(), 3, 3, 3, number=3)

    said = why(the_guidance(), 3, 4, 4, 4, number=3)

    past = "past the limit in the guidance document itself (3 days of 4 or more)"
    assert said.endswith(f"(your clinic's number is 3; published: 4), {past}")


def test_one_day_of_the_document_is_said_as_one() -> None:
    at_once = a_pack(STOOLS, NOTHING, document_days=1)

    assert "A single day of 4 or more is past the limit in the guidance document itself." in sentence(
        at_once, stools=3
    )
    assert why(at_once, 4, stools=3).endswith("(1 day of 4 or more)")


def test_where_only_the_days_are_set_the_limit_is_of_such_days() -> None:
    days = a_pack(STOOLS, NOTHING, days_in_a_row=2, document_days=3, adjust_days="[1, 5]")

    for needed in (1, 5):
        assert "3 such days are past the limit in the guidance document itself." in sentence(
            days, days_in_a_row=needed
        )
    assert "itself (3 days)" in why(days, 4, 4, 4, 4, 4, days_in_a_row=5)


def test_of_several_comparisons_each_is_said_with_the_documents_number() -> None:
    sick = '{ reading = "nausea.severity", at_least = 2, unit = "points", name = "nausea", adjust = [1, 4] }'
    both = a_pack(f"{{ all = [{STOOLS}, {sick}] }}", NOTHING, document_days=2)
    bad: dict[str, Any] = stools(4) | nausea(2)

    published = (
        "4 or more loose stools a day, together with Nausea, how bad: 2 (moderate) or more, from 0 to 4"
    )
    assert f"2 days of {published} are past the limit" in sentence(both, stools=3, nausea=1)
    found = findings_in(written(bad, bad), book_of(both, stools=3, nausea=1))
    assert explain(found[0], "en", TODAY).why.endswith(f"itself (2 days of {published})")
    assert f"2 days of {published} are past" in explain(found[0], "en", TODAY).sentence
