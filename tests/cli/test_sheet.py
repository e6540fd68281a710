"""The sheet that a nurse proof-reads: what stands in a pack, and nothing that she has to look up."""

from api.commands.sheet import sheet
from api.rules.guidance import published
from tests.rules.small_packs import a_pack

STOOLS = '{ reading = "diarrhea.count", at_least = 4, unit = "loose_stools_per_day", adjust = [1, 4] }'
WARM = '{ reading = "temperature.value", at_least = 38.0, unit = "°C", adjust = [37.5, 38.0] }'
LIMITS = {"days_in_a_row": 2, "bridged_days": 1, "document_days": 3, "adjust_days": "[1, 3]"}

PAST = "missing_days = 1, past_document_limit = true"


def of_rule(when: str, *examples: str, **lines: object) -> list[str]:
    """What the sheet says of the one rule of a pack, without its advice and source."""
    told = list(sheet(a_pack(when, *examples, **lines)))[3:-2]
    return [line for line in told if not line.startswith(("  Advice", "  Source", "  Basis", "  Mark"))]


def test_every_example_is_told_day_by_day_with_what_it_finds_and_why() -> None:
    told = of_rule(
        STOOLS,
        f'days = [4, "-", 4, 4], finding = "call", {PAST}, because = "A gap"',
        'days = ["-", "-", "-", [1, 5]], finding = "none", progress = 1, because = "Two entries"',
        'days = [{ "rash" = true, "diarrhea.count" = 4 }], finding = "none"',
        **LIMITS,
    )

    two_entries = "diarrhea.count 1 – and in another entry: diarrhea.count 5"
    assert told[-6:] == [
        "  Example 1: day 1: diarrhea.count 4; day 2: nothing written; days 3 and 4: diarrhea.count 4",
        "    Finds: Call your care team, across 1 day with nothing written, past the document's limit: A gap",
        f"  Example 2: days 1 to 3: nothing written; day 4: {two_entries}",
        "    Finds: nothing, 1 counted on the last day: Two entries",
        "  Example 3: day 1: rash yes, diarrhea.count 4",
        "    Finds: nothing: no reason given",
    ]


def test_one_rule_and_one_example_are_counted_as_one() -> None:
    last = [*sheet(a_pack(STOOLS, 'days = ["-"], finding = "none"'))][-1]

    assert last == "1 rule, 1 example: every example comes out as it says."


def test_bounds_are_told_in_the_words_of_the_rule() -> None:
    example = 'days = ["-"], finding = "none"'
    any_of = f'{{ any = [{WARM}, {{ yes = "rash" }}] }}'

    assert of_rule(STOOLS, example, **LIMITS)[3:5] == [
        "  Bounds:  For “4 or more loose stools a day” a clinic may set 1 to 4.",
        "  Bounds:  For “2 days in a row” a clinic may set 1 to 3 days.",
    ]
    assert "  Bounds:  For “Temperature: 38 °C or more” a clinic may set 37.5 °C to 38 °C." in of_rule(
        any_of, example
    )
    assert "  Bounds:  For “1 day in a row” a clinic may set 1 to 2 days." in of_rule(
        STOOLS, example, adjust_days="[1, 2]"
    )


def test_medicines_are_told_and_what_is_when_they_are_stopped() -> None:
    taking = '{ medicines = ["imatinib"]%s }'
    rows = (
        'days = [4], finding = "call", taking = ["imatinib"], stopped_days_ago = 1, usual_stools = 1.5',
        'days = [4], finding = "call", taking = ["imatinib", "tea"], usual_weight = "100 lb", ostomy = false',
        'days = [4], finding = "none", ostomy = true',
    )
    stopped = "  Stopped: It counts on the day on which the medicine is stopped, and on no day after."

    at_once = of_rule(STOOLS, *rows, while_taking=taking % "")
    later = of_rule(STOOLS, *rows, while_taking=taking % ", days_after = 14")

    assert (stopped in at_once, stopped in later) == (True, False)
    assert "It still counts for 14 days after stopping." in later[2]
    assert [line for line in at_once if line.startswith("    Who")] == [
        "    Who:   takes imatinib, stopped 1 day ago; usual stools 1.5 a day",
        "    Who:   takes imatinib, tea; usual weight 45.36 kg; no ostomy",
        "    Who:   takes none of the medicines; an ostomy",
    ]


def test_measurements_are_told_as_they_are_typed() -> None:
    days = (
        '[{ "blood_pressure" = ["142/91 mmHg", "150/90 mmHg"], "temperature" = "100.4 °F" }, [37, "38.2 °C"]]'
    )

    told = of_rule(WARM, f'days = {days}, finding = "call"')

    assert told[-2] == (
        "  Example 1: day 1: blood_pressure 142/91 mmHg and 150/90 mmHg, temperature 100.4 °F; "
        "day 2: temperature 37 °C – and in another entry: temperature 38.2 °C"
    )


def test_every_rule_of_the_packs_that_ship_stands_on_their_sheets() -> None:
    for pack in published().values():
        told = "\n".join(sheet(pack))

        assert all(f"[{rule.id}]" in told for rule in pack.rules)
        assert told.count("    Finds: ") == sum(len(rule.examples) for rule in pack.rules)
        assert "no reason given" not in told
