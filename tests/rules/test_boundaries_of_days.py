"""Every number of days stands in the examples of its rule: one that a day fewer or one more would turn."""

from dataclasses import replace
from pathlib import Path

import pytest

from api.rules.boundaries import lacking
from api.rules.boundaries_of_days import lacking_days
from api.rules.guidance import Guidance, load, published
from tests.rules import whole
from tests.rules.small_packs import a_pack

STOOLS = '{ reading = "diarrhea.count", at_least = 4, unit = "loose_stools_per_day" }'
RISE = (
    '{{ reading = "diarrhea.count", at_least = 2, unit = "loose_stools_per_day", against = "last_days",'
    " last_days = {last}, known_days = {known} }}"
)
EITHER = f'{{ any = [{{ yes = "rash" }}, {RISE.format(last=3, known=2)}] }}'
HERB = 'taking = ["herb"]'
NOT_TAKEN = "while_taking: no example that would be met if one of the medicines were taken"
SECOND_PACK = "published-criteria"
PAST = "past_document_limit = true"


def known(number: int, met: str) -> str:
    return f"known_days {number}: no example that {met} of the days before written"


def hangs(number: int, on: str) -> str:
    return f"last_days {number}: no example that would come out otherwise if what was written {on}"


def bridged(number: int, gap: str) -> str:
    return f"bridged_days {number}: no example with a gap of {gap} the run"


def limit(number: int, days: int, which: str) -> str:
    of_days = f"document_days {number}: no example with {days} qualifying days"
    return f"{of_days}, which is {which} the document's limit"


def after(number: int, ago: int, day: str) -> str:
    return f"days_after {number}: no example with stopped_days_ago = {ago}, the {day}"


def row(days: str, finding: str = "none", *more: str) -> str:
    return ", ".join([f"days = [{days}]", f'finding = "{finding}"', *more])


def of_stools(*counts: int | str) -> str:
    return ", ".join('"-"' if one == "-" else f'{{ "diarrhea.count" = {one} }}' for one in counts)


# Rules, the lines beside the condition, and examples; beside each what is told when it is taken out.
A_GAP_OF_ONE = (
    STOOLS,
    {"days_in_a_row": 2, "bridged_days": 1},
    [
        (row('4, "-", 4', "call", "missing_days = 1"), [bridged(1, "1 day, which does not end")]),
        (row('4, "-", "-", 4'), [bridged(1, "2 days, which ends")]),
    ],
)
A_GAP_IN_ONE_DAY = (
    STOOLS,
    {"bridged_days": 2},
    [
        (row('4, "-", "-", 4', "call", "missing_days = 2"), [bridged(2, "2 days, which does not end")]),
        (row('4, "-", "-", "-", "-"', "call", "progress = 0"), [bridged(2, "3 days, which ends")]),
    ],
)
NO_GAP = (STOOLS, {"days_in_a_row": 2}, [(row('4, "-", 4'), [bridged(0, "1 day, which ends")])])
A_LATER_LIMIT = (
    STOOLS,
    {"document_days": 3},
    [
        (row("4, 4", "call"), [limit(3, 2, "within")]),
        (row("4, 4, 4", "call", PAST), [limit(3, 3, "past")]),
        (row("4, 4, 4, 4", "call", PAST), [limit(3, 4, "past")]),
    ],
)
A_LIMIT_AT_ONCE = (
    STOOLS,
    {"document_days": 1},
    [
        (row("4", "call", PAST), [limit(1, 1, "past")]),
        (row("4, 4", "call", PAST), [limit(1, 2, "past")]),
    ],
)
A_RISE = (
    EITHER,
    {},
    [
        (row(of_stools(0, 1, 3), "call"), [known(2, "is met with just 2")]),
        (row(of_stools(0, 0, 0, 2), "call"), [known(2, "is met with just 3")]),
        (row(of_stools(3, 0, 2, 3)), [hangs(3, "3 days before did not count")]),
        (
            row(of_stools(0, "-", 0, "-", 2)),
            [known(2, "would be met, were not only 1"), hangs(3, "4 days before still counted")],
        ),
    ],
)
A_RISE_OVER_YESTERDAY = (
    RISE.format(last=1, known=1),
    {},
    [
        (row("0, 2", "call"), [known(1, "is met with just 1"), hangs(1, "1 day before did not count")]),
        (
            row('0, "-", 2'),
            [known(1, "would be met, were not only 0"), hangs(1, "2 days before still counted")],
        ),
    ],
)
A_MEDICINE = (STOOLS, {"while_taking": '{ classes = ["herb"] }'}, [(row("4"), [NOT_TAKEN])])
A_WHILE_AFTER = (
    STOOLS,
    {"while_taking": '{ medicines = ["herb"], days_after = 1 }'},
    [
        (row("4", "call", HERB, "stopped_days_ago = 1"), [after(1, 1, "last day that still counts")]),
        (
            row("9", "none", HERB, "stopped_days_ago = 2"),
            [NOT_TAKEN, after(1, 2, "first day that no longer counts")],
        ),
    ],
)
RULES = (
    A_GAP_OF_ONE, A_GAP_IN_ONE_DAY, NO_GAP, A_LATER_LIMIT, A_LIMIT_AT_ONCE, A_RISE, A_RISE_OVER_YESTERDAY,
    A_MEDICINE, A_WHILE_AFTER,
)  # fmt: skip


def told(when: str, lines: dict[str, object], examples: list[str]) -> list[str]:
    # An example that proves nothing about days, so that there is always one.
    guidance = a_pack(when, row('"-"'), *examples, **lines)
    return list(lacking_days(guidance.rules[0], guidance))


@pytest.mark.parametrize(("when", "lines", "rows"), RULES)
def test_what_one_example_alone_shows_is_told_when_it_is_taken_out(
    when: str, lines: dict[str, object], rows: list[tuple[str, list[str]]]
) -> None:
    examples = [example for example, _ in rows]

    assert told(when, lines, examples) == []
    for place, (_, missing) in enumerate(rows):
        assert told(when, lines, examples[:place] + examples[place + 1 :]) == missing


FAR_BACK = RISE.format(last=1, known=1)
TAKEN_FOR_TWO_DAYS = {"while_taking": '{ medicines = ["herb"], days_after = 2 }'}


@pytest.mark.parametrize(
    ("when", "lines", "example", "missing"),
    [
        (STOOLS, {"days_in_a_row": 2, "bridged_days": 1}, row('4, "-", "-", "-", 4'),
            bridged(1, "2 days, which ends")),
        (STOOLS, {"document_days": 3}, row("4", "call"), limit(3, 2, "within")),
        (STOOLS, {"document_days": 3}, row("4, 4, 4, 4, 4", "call", PAST), limit(3, 4, "past")),
        (FAR_BACK, {}, row('0, "-", "-", 2'), hangs(1, "2 days before still counted")),
        (STOOLS, TAKEN_FOR_TWO_DAYS, row("4", "call", HERB, "stopped_days_ago = 1"),
            after(2, 2, "last day that still counts")),
        (STOOLS, TAKEN_FOR_TWO_DAYS, row("4", "none", HERB, "stopped_days_ago = 4"),
            after(2, 3, "first day that no longer counts")),
    ],
)  # fmt: skip
def test_an_example_that_is_further_off_shows_nothing(
    when: str, lines: dict[str, object], example: str, missing: str
) -> None:
    assert missing in told(when, lines, [example])


def test_an_example_that_is_not_met_for_another_reason_shows_nothing() -> None:
    both = f'{{ all = [{{ yes = "rash" }}, {RISE.format(last=3, known=2)}] }}'
    example = row('{ "diarrhea.count" = 0 }, { rash = %s, "diarrhea.count" = 2 }')

    assert known(2, "would be met, were not only 1") in told(both, {}, [example % "false"])
    assert known(2, "would be met, were not only 1") not in told(both, {}, [example % "true"])


def test_an_example_that_is_wrong_shows_nothing() -> None:
    wrong = row('4, "-", 4', "call", "missing_days = 9")

    assert told(STOOLS, {"days_in_a_row": 2, "bridged_days": 1}, [wrong, row('4, "-", "-", 4')]) == [
        bridged(1, "1 day, which does not end")
    ]


def test_a_rule_without_numbers_of_days_lacks_none() -> None:
    assert told(STOOLS, {}, []) == []


EVERY_PACK = (
    *published().values(),
    load(Path(__file__).with_name("oral-cancer-medicines.toml")),
    whole.pack(),
)


@pytest.mark.parametrize("guidance", EVERY_PACK, ids=lambda one: one.id)
def test_every_threshold_of_every_pack_has_its_rows(guidance: Guidance) -> None:
    assert {rule.id: missing for rule in guidance.rules if (missing := lacking(rule, guidance))} == {}


@pytest.mark.parametrize("guidance", EVERY_PACK, ids=lambda one: one.id)
def test_no_number_of_days_is_shown_without_examples(guidance: Guidance) -> None:
    """As many as the rules have: three where a day more is another row, else two, and one for medicines."""
    bare = [replace(rule, examples=()) for rule in guidance.rules]

    counted = {rule.id: len(list(lacking_days(rule, guidance))) for rule in bare}

    expected = {
        "soft-tissue-sarcoma": {"loose-stools": 5},
        SECOND_PACK: {"worsening-symptom": 5, "loose-stools-over-usual": 2},
        "whole": {"stools": 8, "rise": 5},
    }.get(guidance.id, {})
    taking = {rule.id: 1 for rule in guidance.rules if rule.while_taking and rule.id not in expected}
    assert {name: count for name, count in counted.items() if count} == expected | taking


@pytest.mark.parametrize(
    ("rule", "because", "missing"),
    [
        ("worsening-symptom", "the third known day is 7 days ago, and still counts",
            hangs(7, "7 days before did not count")),
        ("worsening-symptom", "what is 8 days ago no longer counts, and two days are too few",
            hangs(7, "8 days before still counted")),
        ("worsening-symptom", "a fourth day before is compared with as well", known(3, "is met with just 4")),
        ("loose-stools-over-usual", "two unknown days are too many to bridge",
            bridged(1, "2 days, which ends")),
        ("loose-stools-over-usual", "one unknown day is not a good day",
            bridged(1, "1 day, which does not end")),
    ],
)  # fmt: skip
def test_a_published_pack_that_loses_an_example_is_told_so(rule: str, because: str, missing: str) -> None:
    guidance = published()[SECOND_PACK]
    one = next(one for one in guidance.rules if one.id == rule)
    fewer = tuple(example for example in one.examples if example.because != because)

    assert lacking(replace(one, examples=fewer), guidance) == (missing,)
