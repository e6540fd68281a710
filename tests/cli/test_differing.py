"""Whatever differs between the finding of an alert and today's is said, each thing on its line."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from api.commands.differing import differing
from api.rules.condition import Compare, How
from api.rules.finding import Finding
from api.rules.rulebook import Adjusted
from api.rules.vocabulary import Level
from tests.rules.histories import findings_of

[THEN] = findings_of(5, 4)
assert isinstance(THEN.condition, Compare)
CONDITION = THEN.condition
THREE = (Adjusted("number", 3, 4, "patient"),)
ONE_DAY = (Adjusted("days_in_a_row", 1, 2, "clinic"),)
LESS = THEN.evidence[0]


def lines(**today: Any) -> list[str]:
    return list(differing(THEN, [replace(THEN, **today)]))


def test_of_the_same_finding_nothing_is_said() -> None:
    assert list(differing(THEN, [THEN])) == []


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (
            {"condition": replace(CONDITION, number=3), "adjusted": THREE},
            "Number:     number then 4, the pack's; now 3, the patient's own (the pack has 4)",
        ),
        (
            {"run": replace(THEN.run, days_in_a_row=1), "adjusted": ONE_DAY},
            "Number:     days_in_a_row then 2, the pack's; now 1, the clinic's own (the pack has 2)",
        ),
        (
            {"condition": replace(CONDITION, lowest=2)},
            "Rule:       the same, but other numbers of it may be set, or within other bounds",
        ),
        ({"level": Level.URGENT}, "Level:      then “Call your care team”; now “Call now, at any hour”"),
        (
            {"evidence": (LESS._replace(values=(9,)), *THEN.evidence[1:])},
            f"Day:        {LESS.day}: diarrhea.count then 5; now 9",
        ),
        ({"past_document_limit": True}, "Limit:      past the document's own limit now, not then"),
        ({"advice": "rest"}, "Advice:     then loose-stools; now rest"),
        ({"pack": "another"}, "Pack:       then soft-tissue-sarcoma; now another"),
    ],
)
def test_each_thing_that_differs_is_said_alone(today: dict[str, Any], said: str) -> None:
    assert lines(**today) == [said]


def test_the_days_that_are_set_do_not_move_the_documents_limit() -> None:
    said = lines(run=replace(THEN.run, days_in_a_row=1, document_days=4), adjusted=ONE_DAY)

    assert said[0].startswith("Number:     days_in_a_row then 2")
    assert "4 such days are past the limit" in said[1]


def test_a_rule_that_asks_something_else_is_told_by_its_sentences() -> None:
    [line] = lines(condition=replace(CONDITION, how=How.ABOVE))

    assert line.startswith("Rule:       then “4 or more loose stools a day on 2 days in a row. ")
    assert " Now “More than 4 loose stools a day on 2 days in a row. " in line


def test_a_day_that_is_no_longer_written_is_told_beside_the_ones_that_are() -> None:
    said = lines(evidence=THEN.evidence[1:], missing_days=(LESS.day,))

    assert said == [
        f"Day:        {LESS.day}: then not counted; now nothing written",
        f"Day:        {LESS.day}: diarrhea.count then 5; now not counted",
    ]


def test_a_finding_of_which_nothing_is_left_is_named_by_its_days() -> None:
    later: Finding = replace(
        THEN, evidence=tuple(one._replace(day=one.day + timedelta(days=9)) for one in THEN.evidence)
    )

    assert list(differing(THEN, [later])) == [
        f"Days:       nothing stands from {THEN.first_day} to {THEN.last_day}"
    ]
