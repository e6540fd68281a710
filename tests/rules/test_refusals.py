"""The words of every refusal, as an author reads them."""

import pytest

from api.rules.guidance import GuidanceError, load
from tests.rules.refusals import MEDICINES, SIDE_EFFECTS, THE_PACK, Slip
from tests.rules.rule_refusals import CONDITIONS, EXAMPLES, RULES

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


@pytest.mark.parametrize("value", ["7", "{ b = 7 }"])
def test_sources_are_tables_by_name(value: str) -> None:
    with pytest.raises(GuidanceError) as refusal:
        load(f'id = "a"\nsources = {value}\n')

    assert str(refusal.value) == "The pack, line 2: sources is not a table of tables"
