import pytest

from api.errors import MovedOn, PreconditionNeeded
from api.etags import etag, require_match


@pytest.mark.parametrize("nothing", [None, "", " ", "*"])
def test_a_change_without_a_state_is_refused(nothing: str | None) -> None:
    with pytest.raises(PreconditionNeeded):
        require_match(nothing, 3)


@pytest.mark.parametrize("other", ['"2"', '"33"', "3", "'3'", '"03"', 'W/"2", "4"', '"3', "W/3", '"2""3x"'])
def test_a_change_of_another_state_is_refused(other: str) -> None:
    with pytest.raises(MovedOn):
        require_match(other, 3)


@pytest.mark.parametrize("same", ['"3"', 'W/"3"', '"2", "3"', '"2",W/"3"', ' "3" '])
def test_a_change_of_the_present_state_goes_through(same: str) -> None:
    require_match(same, 3)


def test_an_etag_matches_itself() -> None:
    require_match(etag(12), 12)
