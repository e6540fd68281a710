from datetime import timedelta
from itertools import product

from api.rules.evaluate import Evaluation, evaluate
from tests.rules.histories import NOTHING_WRITTEN, SILENT_ABOUT_STOOLS, TODAY, Day, a_diary, the_rulebook
from tests.rules.oracle import Opinion, Spell, opinion_on

_DAYS: dict[str, Day] = {".": NOTHING_WRITTEN, "?": SILENT_ABOUT_STOOLS, "0": 0, "3": 3, "4": 4, "9": 9}
_FIRST = TODAY - timedelta(days=4)


def test_the_evaluator_and_the_second_oracle_agree_on_every_history_of_five_days() -> None:
    histories = ["".join(days) for days in product(_DAYS, repeat=5)]
    book = the_rulebook()

    disagreements = {
        history
        for history in histories
        if _as_opinion(evaluate(a_diary(*(_DAYS[day] for day in history)), book, TODAY))
        != opinion_on(history)
    }

    assert len(histories) == 7_776
    assert disagreements == set()


def test_the_second_oracle_has_an_opinion_of_every_kind() -> None:
    opinions = [opinion_on("".join(days)) for days in product(_DAYS, repeat=5)]

    said = {opinion.says for opinion in opinions}
    most_spells = max(len(opinion.spells) for opinion in opinions)
    progress = {opinion.so_far for opinion in opinions}

    assert said == {"met", "not_met", "unknown"}
    assert most_spells == 2
    assert progress == {0, 1, 2, 3, 4, 5}


def _as_opinion(evaluation: Evaluation) -> Opinion:
    (verdict,) = evaluation.verdicts
    spells = [
        Spell(
            bad=tuple((evidence.day - _FIRST).days for evidence in finding.evidence),
            blank=tuple((day - _FIRST).days for day in finding.missing_days),
            beyond_the_leaflet=finding.past_document_limit,
        )
        for finding in evaluation.findings
    ]
    unknown = tuple((day - _FIRST).days for day in verdict.unknown_days)
    return Opinion(spells, verdict.verdict.value, verdict.progress.have, unknown)
