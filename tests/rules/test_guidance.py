import re
from pathlib import Path

import pytest

from api.rules.condition import comparisons
from api.rules.guidance import DOCUMENT, GuidanceError, catalogue, load, published, published_text
from api.rules.vocabulary import MEASUREMENTS, RED_FLAGS, SELF_HARM, SYMPTOMS, Attribute, Group, Level
from tests.rules.histories import the_guidance
from tests.rules.small_packs import a_pack
from tests.rules.written import PACK, RULE_LINE, line_of, with_rule_line

NEEDED = ["mark", "when", "level", "advice", "source", "section", "basis", "in_force_since", "examples"]


@pytest.mark.parametrize("key", NEEDED)
def test_a_rule_that_lacks_any_part_is_refused_by_name_and_line(key: str) -> None:
    without = with_rule_line(key, "# gone")

    with pytest.raises(GuidanceError, match=rf"^rule loose-stools, line {RULE_LINE}: has no .*{key}"):
        load(without)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("mark", '"X"'),
        ("level", '"panic"'),
        ("advice", '"rest"'),
        ("source", '"hearsay"'),
        ("section", '" "'),
        ("basis", '""'),
        ("days_in_a_row", "0"),
        ("days_in_a_row", "2.5"),
        ("bridged_days", "-1"),
        ("document_days", "1"),
        ("adjust_days", "[3, 4]"),
        ("adjust_days", "[0, 3]"),
        ("adjust_days", "[3, 1]"),
        ("adjust_days", '["1", "3"]'),
        ("in_force_since", '"2025-05-01"'),
        ("examples", "[]"),
        ("examples", "[{ days = [4, 4] }]"),
        ("examples", '[{ days = [], finding = "call" }]'),
        ("examples", '[{ days = [4, 4], finding = "shout" }]'),
        ("examples", '[{ days = [4, "x"], finding = "call" }]'),
        ("examples", '[{ days = [4, 100], finding = "call" }]'),
        ("examples", '[{ days = [4, 4], finding = "call", mising_days = 1 }]'),
    ],
)
def test_a_rule_with_a_wrong_value_is_refused_by_name_and_its_own_line(key: str, value: str) -> None:
    wrong = with_rule_line(key, f"{key} = {value}")

    with pytest.raises(GuidanceError, match=rf"^rule loose-stools, line {line_of(key)}: "):
        load(wrong)


def test_a_misspelt_key_is_refused_and_not_passed_over() -> None:
    misspelt = PACK.replace("bridged_days = 1", "bridged_days = 1\nbriged_days = 2")

    with pytest.raises(
        GuidanceError, match=rf"^rule loose-stools, line {line_of('bridged_days') + 1}: .*briged_days"
    ):
        load(misspelt)


def test_a_rule_without_an_id_is_refused_by_its_number() -> None:
    nameless = with_rule_line("id", "# gone")

    with pytest.raises(
        GuidanceError, match=rf"^rule number 1 \(without an id\), line {RULE_LINE}: has no id"
    ):
        load(nameless)


def test_a_second_rule_of_the_same_id_is_refused_on_its_line() -> None:
    rule = "\n".join(PACK.splitlines()[RULE_LINE - 1 :])
    second_line = len(PACK.splitlines()) + 2

    with pytest.raises(GuidanceError, match=f"^rule loose-stools, line {second_line}: "):
        load(f"{PACK}{rule}\n")


@pytest.mark.parametrize(
    ("right", "wrong", "named"),
    [
        ('class = "ntrk_inhibitor"', 'class = "herbs"', "medicine larotrectinib"),
        ('sources = ["staywell", "labels", "atc"]', "sources = []", "medicine regorafenib"),
        ('asked_by = ["diarrhea"]', 'asked_by = ["hiccups"]', "side_effect diarrhea"),
        ('core = ["diarrhea"', 'core = ["hiccups"', "The pack"),
        ("reviewed = 2025-05-01", 'reviewed = "May"', "sources staywell"),
        ('document = "staywell"', 'document = "nothing"', "The pack"),
    ],
)
def test_the_rest_of_a_pack_is_read_as_strictly(right: str, wrong: str, named: str) -> None:
    line = next(number for number, text in enumerate(PACK.splitlines(), 1) if text.startswith(right))

    with pytest.raises(GuidanceError, match=f"^{named}, line {line}: "):
        load(PACK.replace(right, wrong, 1))


def test_what_is_not_toml_is_refused_with_its_line() -> None:
    with pytest.raises(GuidanceError, match="line 2"):
        load('id = "a"\nversion = \n')


def test_a_pack_is_known_by_the_hash_of_its_file(tmp_path: Path) -> None:
    file = tmp_path / "pack.toml"
    file.write_text(PACK, "utf-8")

    assert load(file).hash == load(PACK).hash == the_guidance().hash
    assert load(PACK + "\n").hash != the_guidance().hash
    assert re.fullmatch(r"[0-9a-f]{64}", the_guidance().hash)


def test_the_document_brings_eight_medicines_in_three_classes_and_eight_side_effects() -> None:
    guidance = the_guidance()

    by_class: dict[str, list[str]] = {}
    for medicine in guidance.medicines:
        by_class.setdefault(medicine.medicine_class.id, []).append(medicine.id)

    assert by_class == {
        "tyrosine_kinase_inhibitor": ["pazopanib", "imatinib", "sunitinib", "regorafenib"],
        "histone_methyltransferase_inhibitor": ["tazemetostat"],
        "ntrk_inhibitor": ["larotrectinib", "entrectinib", "repotrectinib"],
    }
    assert [medicine.id for medicine in guidance.medicines if medicine.withdrawn_key] == ["tazemetostat"]
    assert len(guidance.side_effects) == 8
    assert all(medicine.sources for medicine in guidance.medicines)


def test_the_diary_asks_for_everything_that_the_vocabulary_knows() -> None:
    asked = {symptom.id for pack in published().values() for symptom in pack.symptoms}

    # What is asked first on a bad day is not among the ordinary questions.
    assert asked == set(SYMPTOMS) - {*RED_FLAGS, SELF_HARM}
    assert set(the_guidance().measurements) == set(MEASUREMENTS)
    assert {symptom.group for symptom in SYMPTOMS.values()} == set(Group)
    assert the_guidance().symptoms[0].id == "diarrhea"
    assert Attribute.COUNT in SYMPTOMS["diarrhea"].attributes


def test_the_rule_holds_the_product_owners_and_the_documents_numbers() -> None:
    (rule,) = the_guidance().rules
    (node,) = comparisons(rule.condition)

    assert (node.reading, node.how, node.number) == ("diarrhea.count", "at_least", 4)
    assert (rule.run.days_in_a_row, rule.run.bridged_days, rule.run.document_days) == (2, 1, 3)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("paz", ["pazopanib"]),
        (" GLEEVEC ", ["imatinib"]),
        ("tinib", ["imatinib", "sunitinib", "larotrectinib", "entrectinib", "repotrectinib"]),
        ("t", ["tazemetostat"]),
        ("aspirin", []),
    ],
)
def test_the_catalogue_is_searched_by_name_and_brand_beginnings_first(query: str, found: list[str]) -> None:
    names = [medicine.name for medicine in catalogue(the_guidance(), query)]

    assert names[: max(len(found), 1)] == found


def test_the_catalogue_without_a_query_is_the_whole_of_it() -> None:
    assert catalogue(the_guidance()) == the_guidance().medicines


def test_the_document_that_the_diary_is_made_for_comes_first() -> None:
    assert next(iter(published())) == DOCUMENT == the_guidance().id


def test_the_worst_levels_are_listed_together() -> None:
    assert [level.rank for level in Level] == [0, 1, 2, 3, 3]
    assert Level.CRISIS.rank == Level.EMERGENCY.rank


def test_what_is_asked_first_is_answered_with_yes_or_no() -> None:
    for name in (*RED_FLAGS, SELF_HARM):
        assert SYMPTOMS[name].attributes == {Attribute.PRESENCE}
    assert SYMPTOMS[SELF_HARM].group is Group.EMOTIONAL


def test_packs_are_published_by_their_id_and_cannot_be_changed() -> None:
    assert all(name == guidance.id for name, guidance in published().items())
    with pytest.raises(TypeError):
        published()["another"] = the_guidance()  # type: ignore[index]


@pytest.mark.parametrize("kilograms", [2, 400])
def test_an_example_may_hold_the_least_and_the_most_that_a_diary_can(kilograms: float) -> None:
    heavy = '{ reading = "weight.value", at_least = 80, unit = "kg" }'

    (rule,) = a_pack(heavy, f'days = ["{kilograms} kg"], finding = "none"').rules

    assert rule.examples[0].days == (({"weight": [{"value": kilograms, "unit": "kg"}]},),)


def test_the_text_of_a_published_pack_is_the_one_that_it_was_loaded_from() -> None:
    assert published_text(DOCUMENT) == PACK
