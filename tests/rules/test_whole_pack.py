"""A pack that uses every word of the language is read word by word."""

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from api.rules.condition import (
    AllOf,
    AnyOf,
    Has,
    Run,
    Silent,
    Together,
    WhileTaking,
    condition_from_json,
    condition_to_json,
)
from api.rules.diary import NO_BASELINE, Baseline
from api.rules.guidance import AskedSymptom, Example, Medicine, Rule, SideEffect, Source, load
from api.rules.pack import Mark, MedicineClass
from api.rules.vocabulary import Level
from tests.rules.small_packs import a_pack
from tests.rules.whole import BOOK, CONDITIONS, FILE, LABEL, RISE, STOOLS, pack, rule, with_line


def test_the_pack_says_what_it_is_and_what_it_asks() -> None:
    guidance = pack()

    assert (guidance.id, guidance.version, guidance.source) == ("whole", "2", BOOK)
    assert guidance.hash == sha256(FILE.read_bytes()).hexdigest()
    assert dict(guidance.sources) == {"book": BOOK, "label": LABEL}
    assert guidance.side_effects == (
        SideEffect("upset_stomach", ("nausea", "vomiting", "glucose")),
        SideEffect("something", ()),
    )
    assert guidance.symptoms == (
        AskedSymptom("nausea", documented=True, core=True),
        AskedSymptom("diarrhea", documented=False, core=True),
        AskedSymptom("vomiting", documented=True, core=False),
        AskedSymptom("rash", documented=False, core=False),
    )
    assert guidance.measurements == ("weight", "glucose")
    assert (guidance.advice, guidance.general) == (("rest", "call"), ("keep_a_diary",))
    assert guidance.questions == ("plan", "after_hours")


def test_its_medicines_name_class_sources_and_the_keys_of_their_words() -> None:
    sage, ginger = pack().medicines

    assert sage == Medicine(
        id="sage",
        name="sage tea",
        brands=("Salvia", "Sagex"),
        medicine_class=MedicineClass("herb", "class.herb.name", "class.herb.how_it_works"),
        targets=("throat",),
        forms=("liquid", "tablet"),
        atc="L01EX99",
        rxcui="1234",
        market_status="marketed",
        sources=(LABEL, BOOK),
        how_it_works_key="medicine.sage.how_it_works",
        used_for_key="medicine.sage.used_for",
        how_taken_key="medicine.sage.how_taken",
        watch_for_key="medicine.sage.watch_for",
        withdrawn_key=None,
    )
    assert (ginger.medicine_class.id, ginger.rxcui) == ("root", None)
    assert (ginger.market_status, ginger.withdrawn_key) == ("withdrawn", "medicine.ginger.withdrawn")


def test_a_rule_with_everything_is_read_whole() -> None:
    everything = Example(
        days=(
            ({"diarrhea": {"count": 6}},),
            (),
            ({"diarrhea": {"count": 1}}, {"diarrhea": {"count": 7}}),
            ({"diarrhea": {"count": 8}},),
        ),
        finding=Level.CALL,
        missing_days=1,
        past_document_limit=True,
        progress=3,
        because="all of it",
        taking=("herb", "ginger"),
        stopped_days_ago=3,
        baseline=Baseline(1.5, 45.359237, has_ostomy=True),
    )
    bare = Example(days=(({"diarrhea": {"count": 0}},),), finding=None)

    assert rule("stools") == Rule(
        id="stools",
        level=Level.CALL,
        mark=Mark.READ,
        optional=False,
        condition=STOOLS,
        run=Run(days_in_a_row=2, bridged_days=1, document_days=3, lowest_days=1, highest_days=4),
        while_taking=WhileTaking(("herb",), ("ginger",), 14),
        advice="call",
        source=Source("book", "A book", "A publisher", date(2025, 5, 1), "One"),
        basis="The book says so",
        in_force_since=date(2026, 1, 2),
        examples=(everything, bare, *rule("stools").examples[2:]),
    )


def test_what_a_rule_leaves_out_is_one_day_for_everybody() -> None:
    bare = rule("rise")
    example = bare.examples[0]

    assert (bare.run, bare.while_taking) == (Run(1, 0, None, None, None), None)
    assert (bare.optional, bare.mark, bare.needs_own_tick) == (True, Mark.UNVERIFIED, True)
    assert example.baseline == NO_BASELINE
    assert (example.missing_days, example.past_document_limit, example.progress) == (0, False, None)
    assert (example.because, example.taking, example.stopped_days_ago) == ("", (), None)


def test_a_rule_for_some_medicines_counts_no_days_after_them_unless_it_says_so() -> None:
    assert with_line(", days_after = 14 }", " }").while_taking == WhileTaking(("herb",), ("ginger",), 0)
    assert with_line('classes = ["herb"], ', "").while_taking == WhileTaking((), ("ginger",), 14)
    assert with_line('medicines = ["ginger"], ', "").while_taking == WhileTaking(("herb",), (), 14)


def test_a_rise_may_need_every_one_of_its_last_days() -> None:
    text = FILE.read_text("utf-8").replace("known_days = 3", "known_days = 7")

    condition = load(text).rules[1].condition

    assert isinstance(condition, AllOf)
    assert condition.of[0] == replace(RISE, known_days=7)


@pytest.mark.parametrize("name", CONDITIONS)
def test_every_condition_is_read_and_comes_back_from_json(name: str) -> None:
    condition = rule(name).condition
    stored = json.dumps(condition_to_json(condition))

    assert condition == CONDITIONS[name]
    # As text too: a word of JSON equals the word of the language that it stands for.
    assert repr(condition_from_json(json.loads(stored))) == repr(condition)
    assert repr(json.loads(stored)) == repr(condition_to_json(condition))


def test_a_condition_as_json_names_its_kind_and_every_value() -> None:
    assert condition_to_json(Together(Level.CALL, 2)) == {"kind": "together", "level": "call", "symptoms": 2}
    assert condition_to_json(AnyOf((Has("ostomy"), Silent(3)))) == {
        "kind": "any",
        "of": [{"kind": "has", "what": "ostomy"}, {"kind": "silent", "days": 3}],
    }
    assert condition_to_json(STOOLS) == {
        "kind": "compare",
        "reading": "diarrhea.count",
        "how": "at_least",
        "number": 4,
        "unit": "loose_stools_per_day",
        "against": "usual_stools",
        "last_days": 0,
        "known_days": 0,
        "name": "stools",
        "lowest": 2,
        "highest": 6,
    }


def test_a_person_may_usually_have_no_stools_at_all() -> None:
    stools = '{ reading = "diarrhea.count", at_least = 4, unit = "loose_stools_per_day" }'

    (example,) = (
        a_pack(stools, 'days = [4], finding = "call", usual_stools = 0, ostomy = false').rules[0].examples
    )

    assert example.baseline == Baseline(0, None, has_ostomy=False)


def test_a_plain_number_stands_for_the_one_reading_of_several_comparisons() -> None:
    hot, cold = (
        f'{{ reading = "temperature.value", {one}, unit = "°C" }}' for one in ("above = 38", "below = 36")
    )

    (rule,) = a_pack(f"{{ any = [{hot}, {cold}] }}", 'days = [39], finding = "call"').rules

    assert rule.examples[0].days == (({"temperature": [{"value": 39, "unit": "°C"}]},),)


def test_examples_hold_readings_as_a_diary_does() -> None:
    risen, lost = rule("rise").examples[0], rule("loss").examples[0]

    assert risen.days == (
        (
            {"rash": {"presence": True}, "nausea": {"severity": 4}},
            {
                "temperature": [{"value": 96.8, "unit": "°F"}, {"value": 35.9, "unit": "°C"}],
                "blood_pressure": [{"systolic": 142, "diastolic": 91, "unit": "mmHg"}],
            },
        ),
    )
    assert lost.days == (
        ({"weight": [{"value": 95, "unit": "kg"}]},),
        ({"weight": [{"value": 94.5, "unit": "kg"}]},),
        ({"weight": [{"value": 200, "unit": "lb"}]}, {"weight": [{"value": 93.5, "unit": "kg"}]}),
    )
    assert lost.baseline == Baseline(None, 100, None)
