"""The words of every refusal, as an author reads them."""

import pytest

from api.rules.guidance import GuidanceError, load
from tests.rules.refusals import MEDICINES, SIDE_EFFECTS, THE_PACK, Slip
from tests.rules.rule_refusals import CONDITIONS, EXAMPLES, RULES
from tests.rules.small_packs import a_pack, pack_text

SLIPS = (*THE_PACK, *MEDICINES, *SIDE_EFFECTS, *RULES, *CONDITIONS, *EXAMPLES)


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_a_slip_of_the_pen_is_refused_with_where_line_and_what(slip: Slip) -> None:
    with pytest.raises(GuidanceError) as refusal:
        load(slip.text)

    assert str(refusal.value) == slip.said


@pytest.mark.parametrize("key", ["classes", "medicines", "side_effects", "rules"])
@pytest.mark.parametrize("value", ["7", '["x"]', '{ id = "x" }'])
def test_what_has_to_be_a_list_of_tables_is_one(key: str, value: str) -> None:
    sources = 'sources.b = { title = "B", publisher = "P" }'
    text = f'id = "a"\nversion = "1"\ndocument = "b"\n{sources}\n{key} = {value}\n'

    with pytest.raises(GuidanceError) as refusal:
        load(text)

    assert str(refusal.value) == f"The pack, line 5: {key} is not a list of tables"


def test_a_pack_without_sources_has_no_document() -> None:
    with pytest.raises(GuidanceError) as refusal:
        load('id = "a"\nversion = "1"\ndocument = "b"\n')

    assert str(refusal.value) == "The pack, line 3: document 'b' is not known"


def test_a_source_without_a_line_of_its_own_is_told_with_the_first() -> None:
    with pytest.raises(GuidanceError) as refusal:
        load('id = "a"\nsources.b = { publisher = "P" }\n')

    assert str(refusal.value) == "sources b, line 1: has no title"


def test_a_plain_number_does_not_say_which_of_all_symptoms_it_is() -> None:
    with pytest.raises(GuidanceError) as refusal:
        a_pack('{ reading = "*.severity", at_least = 3, unit = "points" }', 'days = [3], finding = "call"')

    assert str(refusal.value) == (
        "rule the-rule, line 23: example 1 has a day that does not say which reading it is: 3"
    )


WRONG = '{ days = [{ rash = 7 }], finding = "none" }'


@pytest.mark.parametrize(
    ("because", "between"),
    [
        ('"one"', ",\n"),
        ('"one"', ", "),
        ('"one"', ' # a comma, a [ and a "\n ,\n# { days }\n '),
        ('"a, [ and \\" }"', ",\n"),
        ("'a, ] and \\'", ",\n"),
        ('"""one,\n[ "two" """', ",\n"),
        ("'''one,\n} 'two' '''", ",\n"),
    ],
)
@pytest.mark.parametrize("begins", ["[", "[\n"])
def test_an_example_is_refused_with_its_own_line_however_it_is_written(
    because: str, between: str, begins: str
) -> None:
    plain = f'{{ days = [{{ rash = false }}], finding = "none", because = {because} }}'
    listed = f"{begins}{plain}{between}{WRONG}]"
    text = pack_text('{ yes = "rash" }', "x").partition("examples =")[0] + f"examples = {listed}\n"
    line = text[: text.index("rash = 7")].count("\n") + 1

    with pytest.raises(GuidanceError, match=f"rule the-rule, line {line}: example 2 has an answer"):
        load(text)


def test_an_example_in_a_table_of_its_own_is_refused_with_the_line_of_the_rule() -> None:
    text = pack_text('{ yes = "rash" }', "x").partition("examples =")[0]
    text += '[[rules.examples]]\ndays = [{ rash = 7 }]\nfinding = "none"\n'

    with pytest.raises(GuidanceError, match="rule the-rule, line 11: example 1 has an answer"):
        load(text)


@pytest.mark.parametrize("value", ["7", "{ b = 7 }"])
def test_sources_are_tables_by_name(value: str) -> None:
    with pytest.raises(GuidanceError) as refusal:
        load(f'id = "a"\nsources = {value}\n')

    assert str(refusal.value) == "The pack, line 2: sources is not a table of tables"
