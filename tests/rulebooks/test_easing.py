"""What a pack's signatures made milder, over several texts of it."""

from datetime import UTC, datetime

from api.ids import new_id
from api.rulebooks.easing import PackHistory
from api.rulebooks.models import GuidanceSignature
from api.rules.guidance import Guidance
from tests.rules.small_packs import a_pack

DAY = datetime(2026, 11, 23, tzinfo=UTC)


def at_least(number: int, **lines: object) -> Guidance:
    return a_pack(
        f'{{ reading = "diarrhea.count", at_least = {number}, unit = "loose_stools_per_day" }}',
        'days = ["-"], finding = "none"',
        **lines,
    )


def sign(history: PackHistory, text: Guidance | None, *rules: str, by: str = "Ada") -> None:
    signature = GuidanceSignature(
        id=new_id(), clinic_id=new_id(), pack="small", version="1", pack_hash="0" * 64,
        rules=list(rules), left_out=[], signed_by=new_id(), signed_by_name=by, signed_at=DAY,
        in_force_from=DAY.date(), end_reason="Read again first.", ended_by_name="Eve", ended_at=DAY,
    )  # fmt: skip
    history.take_in(signature, text)


def listed(history: PackHistory) -> list[tuple[str, str]]:
    return [(one.how.value, one.by) for one in history.standing()]


def test_other_words_do_not_take_a_milder_number_off_the_list_and_the_old_number_does() -> None:
    history = PackHistory("small")
    sign(history, at_least(3), "the-rule")
    sign(history, at_least(5), "the-rule", by="Bea")

    reworded = at_least(5, basis='"Said otherwise"')
    assert history.milder_in(reworded, ["the-rule"]) == []
    sign(history, reworded, "the-rule", by="Cleo")
    assert listed(history) == [("milder text", "Bea")]
    sign(history, at_least(4), "the-rule", by="Dora")
    assert listed(history) == [("milder text", "Bea")]

    sign(history, at_least(3), "the-rule", by="Eve")
    assert listed(history) == []


def test_a_rule_that_was_left_out_meanwhile_is_compared_with_what_was_last_in_force() -> None:
    history = PackHistory("small")
    sign(history, at_least(3), "the-rule")
    sign(history, at_least(5), "another", by="Bea")
    assert listed(history) == [("left out", "Bea")]

    assert history.milder_in(at_least(5), ["the-rule"]) == ["the-rule"]
    sign(history, at_least(5), "the-rule", by="Cleo")

    assert listed(history) == [("left out", "Cleo"), ("milder text", "Cleo")]
    sign(history, at_least(5), "another", by="Dora")
    assert listed(history) == [("left out", "Dora")]


def test_a_rule_that_was_never_in_force_is_not_milder_than_its_older_text() -> None:
    history = PackHistory("small")
    sign(history, at_least(3), "another")

    assert history.milder_in(at_least(5), ["the-rule"]) == []


def test_a_rule_is_milder_than_in_a_text_that_nobody_can_read_any_more_until_another_is_signed() -> None:
    history = PackHistory("small")
    sign(history, None, "the-rule")

    assert history.milder_in(at_least(3), ["the-rule"]) == ["the-rule"]
    sign(history, at_least(3), "the-rule", by="Bea")
    sign(history, at_least(3), "the-rule", by="Cleo")
    assert listed(history) == [("milder text", "Bea")]

    sign(history, at_least(2), "the-rule", by="Dora")
    assert listed(history) == []
