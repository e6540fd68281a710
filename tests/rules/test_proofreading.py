"""A pack is proof-read whole: each fault is named with its line."""

from importlib import resources

import pytest

from api.rules.guidance import DOCUMENT, published
from api.rules.pack_lines import Problem, lines_of_rules
from api.rules.proofreading import problems_in
from tests.rules.small_packs import pack_text
from tests.rules.written import PACK

STOOLS = '{ reading = "diarrhea.count", at_least = 4, unit = "loose_stools_per_day" }'
ROWS = ('days = [3], finding = "none"', 'days = [4], finding = "call"', 'days = [5], finding = "call"')
RULE = pack_text(STOOLS, *ROWS).partition("[[rules]]")[2]
LINE = 11

UNREACHABLE = "no diary can ever meet it"
NEVER_MET, ALWAYS_MET = "no example in which it is met", "no example in which it is not met"


def whats(text: str) -> set[str]:
    return {problem.what for problem in problems_in(text)}


def lacks(name: str, *rows: str) -> set[str]:
    return {f"{name}: no example {row} it" for row in rows}


def test_a_good_pack_has_no_problems() -> None:
    assert problems_in(pack_text(STOOLS, *ROWS)) == ()
    assert problems_in(PACK) == ()
    assert published()[DOCUMENT].rules


def test_every_rule_that_does_not_load_is_named_and_not_only_the_first() -> None:
    text = "[[rules]]".join(
        (
            pack_text(STOOLS, *ROWS).replace('source = "book"\n', ""),
            RULE.replace("the-rule", "another").replace(', unit = "loose_stools_per_day"', ""),
            "\n",
            RULE.replace("the-rule", "a-third").replace("= 4,", "= 400,"),
            RULE.replace("the-rule", "a-good-one"),
        )
    )
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith("[[rules]]")]
    whens = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith("when")]

    assert problems_in(text) == (
        Problem(LINE, "rule the-rule", "has no source"),
        Problem(whens[1], "rule another", "has no unit"),
        Problem(lines[2], "rule number 1 (without an id)", "has no when"),
        Problem(whens[2], "rule a-third", "at_least is not between 0 and 99"),
    )


def test_a_fault_outside_of_the_rules_is_named_once() -> None:
    text = pack_text(STOOLS, *ROWS).replace('core = ["diarrhea"]', 'core = ["hiccups"]')

    assert problems_in(text) == (Problem(4, "The pack", "core 'hiccups' is not known"),)


def test_each_fault_of_a_rule_that_loads_is_told_with_the_rules_line() -> None:
    text = pack_text(STOOLS, *ROWS) + "[[rules]]" + RULE.replace("the-rule", "another").replace("[5]", "[6]")
    second = LINE + len(RULE.splitlines())

    assert problems_in(text) == (
        Problem(second, "rule another", "diarrhea.count at_least 4: no example just above it"),
    )
    assert {name: one.head for name, one in lines_of_rules(text).items()} == {
        "the-rule": LINE,
        "another": second,
    }


def test_a_rule_without_a_line_of_its_own_is_told_with_the_first() -> None:
    head = pack_text(STOOLS, *ROWS).partition("[[rules]]")[0]
    keys = [f'{key} = "{value}"' for key, value in (
        ("id", "inline"), ("mark", "F"), ("level", "call"), ("advice", "loose-stools"), ("source", "book"),
        ("section", "One"), ("basis", "The book says so"),
    )]  # fmt: skip
    examples = ", ".join(f"{{ {row} }}" for row in ROWS[:2])
    keys += ["in_force_since = 2026-01-01", f"when = {STOOLS}", f"examples = [{examples}]"]

    problems = problems_in(f"rules = [{{ {', '.join(keys)} }}]\n{head}")

    assert problems == (Problem(1, "rule inline", "diarrhea.count at_least 4: no example just above it"),)


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        (ROWS[1:], {ALWAYS_MET, *lacks("diarrhea.count at_least 4", "just below")}),
        (ROWS[:1], {NEVER_MET, *lacks("diarrhea.count at_least 4", "exactly at", "just above")}),
        (ROWS[:2], lacks("diarrhea.count at_least 4", "just above")),
        (
            ('days = [4], finding = "none"', *ROWS[1:], 'days = [3], finding = "none", taking = ["tea"]'),
            {
                "example 1 expects none, and the rule says call",
                "examples 1 and 2 contradict each other: the same days, another finding",
            },
        ),
        (
            (*ROWS, 'days = [4], finding = "none"', 'days = [3], finding = "call"'),
            {
                "example 4 expects none, and the rule says call",
                "example 5 expects call, and the rule says none",
                "examples 2 and 4 contradict each other: the same days, another finding",
                "examples 1 and 5 contradict each other: the same days, another finding",
            },
        ),
        (
            (*ROWS, 'days = [4, 3, 4], finding = "call", missing_days = 2, past_document_limit = true'),
            {
                (
                    "example 4 expects call, 2 missing days, past the document's limit, "
                    "and the rule says call and call"
                )
            },
        ),
        (
            (*ROWS, 'days = [3, 3], finding = "none", missing_days = 1, progress = 1'),
            {"example 4 expects none, 1 missing days, progress 1, and the rule says none"},
        ),
        (
            (*ROWS, 'days = [2, 2], finding = "none", past_document_limit = true, progress = 0'),
            {"example 4 expects none, past the document's limit, progress 0, and the rule says none"},
        ),
    ],
)
def test_a_fault_of_the_examples_is_told_in_plain_words(rows: tuple[str, ...], faults: set[str]) -> None:
    assert whats(pack_text(STOOLS, *rows)) == faults


def test_what_is_wrong_with_an_example_is_told_with_its_own_line() -> None:
    first = LINE + pack_text(STOOLS, *ROWS).partition("[[rules]]")[2].partition("  { days")[0].count("\n")

    found = problems_in(pack_text(STOOLS, *ROWS, 'days = [4], finding = "none"'))

    assert found == (
        Problem(first + 3, "rule the-rule", "example 4 expects none, and the rule says call"),
        Problem(
            first + 3,
            "rule the-rule",
            "examples 2 and 4 contradict each other: the same days, another finding",
        ),
    )


@pytest.mark.parametrize(
    "differs", ['taking = ["tea"]', "stopped_days_ago = 1", "usual_stools = 1", "ostomy = true"]
)
def test_examples_of_two_people_do_not_contradict_each_other(differs: str) -> None:
    other = f'days = [4], finding = "none", {differs}'

    assert whats(pack_text(STOOLS, *ROWS, other)) == {"example 4 expects none, and the rule says call"}


def reading(name: str, compared: str, unit: str, more: str = "") -> str:
    return f'{{ reading = "{name}", {compared}, unit = "{unit}"{more} }}'


TOO_SAD, SAD = reading("sad.severity", "above = 4", "points"), reading("sad.severity", "above = 3", "points")
TOO_COLD, COLD = (reading("temperature.value", f"below = {number}", "°C") for number in (25, 36))
NEVER = (
    TOO_SAD,
    TOO_COLD,
    reading("*.severity", "above = 4", "points"),
    reading("temperature.value", "above = 45", "°C"),
    f"{{ any = [{TOO_SAD}, {TOO_COLD}] }}",
    f"{{ all = [{TOO_SAD}, {COLD}] }}",
    f"{{ all = [{COLD}, {TOO_SAD}] }}",
)
AT_TIMES = (
    reading("sad.severity", "at_least = 4", "points"),
    SAD,
    COLD,
    reading("sad.severity", "below = 0.5", "points"),
    reading("sad.severity", "below = 1", "points"),
    reading("temperature.value", "below = 25.1", "°C"),
    reading("temperature.value", "at_least = 45", "°C"),
    reading("weight.value", "above = 100", "percent", ', against = "weight_loss"'),
    f"{{ any = [{TOO_SAD}, {COLD}] }}",
    f"{{ all = [{SAD}, {COLD}] }}",
    '{ all = [{ yes = "rash" }, { has = "ostomy" }] }',
)


@pytest.mark.parametrize(
    ("when", "unreachable"), [(one, True) for one in NEVER] + [(one, False) for one in AT_TIMES]
)
def test_a_rule_that_no_diary_can_meet_is_a_fault(when: str, unreachable: bool) -> None:
    assert (UNREACHABLE in whats(pack_text(when, 'days = ["-"], finding = "none"'))) is unreachable


@pytest.mark.parametrize(
    ("when", "level", "faults"),
    [
        ("{ silent_days = 1 }", "watch", {"1 silent days: no example with 2"}),
        (
            '{ together = "call", symptoms = 2 }',
            "urgent",
            {
                NEVER_MET,
                "2 symptoms: no example with 2",
                "2 symptoms: no example with 3",
                "2 symptoms: no example with 1",
            },
        ),
    ],
)
def test_a_rule_about_silence_is_never_met_in_its_examples(when: str, level: str, faults: set[str]) -> None:
    rows = [f'days = [{{ rash = true }}{days}], finding = "none"' for days in ("", ', "-", "-"')]

    assert whats(pack_text(when, *rows, level=f'"{level}"')) == faults


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('id = "a"\nversion = \n', 2, "The pack is not TOML: Invalid value (at line 2, column 11)"),
        ('id = "a"\nversion = ', 1, "The pack is not TOML: Invalid value (at end of document)"),
    ],
)
def test_what_is_not_toml_is_named_with_its_line(text: str, line: int, what: str) -> None:
    assert problems_in(text) == (Problem(line, "The pack", what),)


@pytest.mark.parametrize("name", published())
def test_every_pack_that_ships_is_without_problems(name: str) -> None:
    text = (resources.files("api.rules") / "packs" / f"{name}.toml").read_text("utf-8")

    assert problems_in(text) == ()
