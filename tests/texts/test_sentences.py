from dataclasses import asdict, replace
from datetime import date

import pydantic
import pytest

from api.rules.condition import condition_from_json
from api.texts.sentences import GuidanceInWords, day_words, explain, guidance_in_words, rule_sentence
from tests.rules.histories import TODAY, Day, findings_of, the_guidance, the_rule


def why(*days: Day) -> str:
    return explain(findings_of(*days)[-1], "en", TODAY).why


def test_two_days_are_named_with_their_numbers() -> None:
    assert why(5, 4) == "5 on Sunday, 4 on Monday: 4 or more on 2 days in a row"


def test_a_missing_day_is_named_and_never_called_in_a_row() -> None:
    said = why(4, "-", 4)

    assert said == "4 on Saturday, nothing written for Sunday, 4 on Monday: 4 or more on 2 days"
    assert "in a row" not in said


def test_past_the_limit_of_the_document_is_said() -> None:
    assert "past the limit" not in why(4, 4)
    assert why(4, 4, 4).endswith("3 days in a row, past the limit in the guidance document itself (3 days)")


def test_entries_that_disagree_are_both_said() -> None:
    assert why([5, 1], 4).startswith("1 or 5 on Sunday, 4 on Monday: ")


def test_a_long_run_stays_readable_and_still_tells_of_missing_days() -> None:
    said = why(4, 5, 6, "-", 6, 6, "-", 6, 6, 7, 8, 9)

    assert said.startswith("4 on Thursday 12 November, 5 on Friday 13 November, 5 more such days, ")
    assert "nothing written for 2 days in between, 7 on Saturday, 8 on Sunday, 9 on Monday: " in said
    assert "in a row" not in said


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (TODAY, "Monday"),
        (date(2026, 11, 17), "Tuesday"),
        (date(2026, 11, 16), "Monday 16 November"),
        (date(2026, 11, 24), "Tuesday 24 November"),
        (date(2025, 12, 31), "Wednesday 31 December 2025"),
    ],
)
def test_a_weekday_stands_alone_only_where_it_is_clear(day: date, words: str) -> None:
    assert day_words(day, "en", today=TODAY) == words


def test_an_explanation_holds_title_and_rule() -> None:
    explanation = explain(findings_of(4, 4)[0], "en", TODAY)

    assert explanation.title == "Many loose stools"
    assert explanation.sentence == rule_sentence(the_rule(), "en")
    assert explanation.sentence.startswith("4 or more loose stools a day on 2 days in a row.")


def test_an_old_finding_is_explained_by_the_numbers_stored_in_it() -> None:
    (finding,) = findings_of(9, 9)
    stricter = replace(finding, condition=replace(finding.condition, number=7))

    explanation = explain(stricter, "en", TODAY)

    assert "7 or more on 2 days" in explanation.why
    assert explanation.sentence.startswith("7 or more loose stools")


def test_a_rule_that_bridges_nothing_or_needs_one_day_is_still_a_sentence() -> None:
    one_day = replace(
        the_rule(), run=replace(the_rule().run, days_in_a_row=1, bridged_days=0, document_days=None)
    )
    nothing_bridged = replace(the_rule(), run=replace(the_rule().run, bridged_days=0))

    assert rule_sentence(one_day, "en") == "4 or more loose stools a day."
    assert ". A day with nothing written in between ends the run." in rule_sentence(nothing_bridged, "en")


def test_the_guidance_in_words_is_json_with_what_the_page_needs_to_run_the_rules() -> None:
    adapter = pydantic.TypeAdapter(GuidanceInWords)

    words = adapter.validate_json(adapter.dump_json(guidance_in_words(the_guidance(), "en")))

    (rule,) = words["rules"]
    assert rule["level"] == "call"
    assert condition_from_json(rule["condition"]) == the_rule().condition
    assert rule["run"] == asdict(the_rule().run)
    assert words["medicines"][0]["class"]["name"] == "Tyrosine kinase inhibitor (TKI)"
    assert [
        len(words["scales"][scale]) for scale in ("severity", "interference", "frequency", "presence")
    ] == [5, 5, 5, 2]
    core = [symptom["id"] for symptom in words["symptoms"] if symptom["core"]]
    assert core == [
        "diarrhea",
        "nausea",
        "vomiting",
        "fatigue",
        "abdominal_pain",
        "appetite_loss",
        "muscle_pain",
    ]
    assert {one["id"] for one in words["measurements"] if one["documented"]} == {"blood_pressure", "glucose"}
