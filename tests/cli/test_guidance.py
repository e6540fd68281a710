"""What those who write guidance ask of the command."""

from pathlib import Path

from api.rules.guidance import published
from tests.cli.conftest import Diary
from tests.rules.small_packs import pack_text
from tests.rules.written import PACK

STOOLS = '{ reading = "diarrhea.count", at_least = 4, unit = "loose_stools_per_day" }'
NOTHING = 'days = ["-"], finding = "none"'
WORSE = (
    '{{ reading = "nausea.severity", at_least = 2, unit = "points", against = "last_days",'
    " last_days = {days}, known_days = 3 }}"
)
ROWS = ('days = [3], finding = "none"', 'days = [4], finding = "call"', 'days = [5], finding = "call"')


def written(folder: Path, text: str, name: str = "pack.toml") -> str:
    file = folder / name
    file.write_text(text, "utf-8")
    return str(file)


def test_a_pack_with_faults_is_refused_with_the_line_of_each(diary: Diary, tmp_path: Path) -> None:
    file = written(tmp_path, pack_text(STOOLS, 'days = [3], finding = "call"'))

    done = diary("guidance", "check", file)

    assert done.exit_code == 1
    assert f"{file}:23: rule the-rule: example 1 expects call, and the rule says none" in done.output
    assert "no example just above it" in done.output


def test_advice_without_words_is_named(diary: Diary, tmp_path: Path) -> None:
    file = written(tmp_path, pack_text(STOOLS, *ROWS).replace('"loose-stools"', '"rest"'))

    done = diary("guidance", "check", file)

    assert done.exit_code == 1
    assert "rule the-rule: its advice rest has no words" in done.output


def test_a_key_of_a_list_without_words_is_named_with_its_line(diary: Diary, tmp_path: Path) -> None:
    lists = 'advice = ["loose-stools",\n  "tea"]\ngeneral = ["tea"]\nquestions = ["tea"]'
    file = written(tmp_path, pack_text(STOOLS, *ROWS).replace('advice = ["loose-stools"]', lists))

    done = diary("guidance", "check", file)

    assert done.exit_code == 1
    assert done.output.splitlines() == [
        f"{file}:6: The pack: advice tea is used by no rule",
        f"{file}:6: The pack: advice.tea has no words",
        f"{file}:7: The pack: general.tea has no words",
        f"{file}:8: The pack: question.tea has no words",
        "4 problems. Mend the first, and check again.",
    ]


def test_a_rule_that_lies_far_ahead_is_named(diary: Diary, tmp_path: Path) -> None:
    file = written(tmp_path, pack_text(STOOLS, *ROWS, in_force_since="2999-01-01"))

    done = diary("guidance", "check", file)

    assert done.exit_code == 1
    assert "rule the-rule: in_force_since 2999-01-01 lies more than a year ahead" in done.output


def test_what_does_not_load_is_refused(diary: Diary, tmp_path: Path) -> None:
    done = diary("guidance", "check", written(tmp_path, "id = \n"))

    assert done.exit_code == 1
    assert ":1: The pack: " in done.output


def test_a_good_pack_is_printed_as_a_sheet(diary: Diary, tmp_path: Path) -> None:
    done = diary("guidance", "check", written(tmp_path, PACK))

    assert done.exit_code == 0, done.output
    assert "  When:    4 or more loose stools a day on 2 days in a row." in done.output
    assert "  Advice:  Call your care team and tell them" in done.output
    assert "1 rule, " in done.output


def test_two_versions_are_compared_in_words(diary: Diary, tmp_path: Path) -> None:
    stricter = PACK.replace("at_least = 4", "at_least = 3").replace("days_in_a_row = 2", "days_in_a_row = 1")

    done = diary("guidance", "diff", "soft-tissue-sarcoma", written(tmp_path, stricter))

    assert done.exit_code == 0, done.output
    assert "Changed: loose-stools" in done.output
    assert "diarrhea.count at_least: 4 loose_stools_per_day → 3 loose_stools_per_day" in done.output
    assert "days_in_a_row: 2 → 1" in done.output


def test_a_condition_and_its_medicines_are_compared_by_their_sentences(diary: Diary, tmp_path: Path) -> None:
    taking = '{ medicines = ["imatinib"], days_after = 14 }'
    before = written(tmp_path, pack_text(WORSE.format(days=7), NOTHING), "before.toml")
    after = written(tmp_path, pack_text(WORSE.format(days=5), NOTHING, while_taking=taking), "after.toml")

    done = diary("guidance", "diff", before, after)

    usual = (
        "Nausea, how bad: 2 or more above what was usual in the {} days before (at least 3 of them written)."
    )
    counts = "It counts while taking imatinib. It still counts for 14 days after stopping."
    assert done.output.splitlines() == [
        "Changed: the-rule",
        f"  while_taking: not there → {counts}",
        f"  condition: {usual.format(7)} → {usual.format(5)} {counts}",
    ]


def test_a_number_that_is_called_otherwise_is_no_other_sentence(diary: Diary, tmp_path: Path) -> None:
    before = written(tmp_path, pack_text(STOOLS, NOTHING), "before.toml")
    after = written(tmp_path, pack_text(STOOLS.replace(" }", ', name = "stools" }'), NOTHING), "after.toml")

    done = diary("guidance", "diff", before, after)

    said = "4 or more loose stools a day."
    line = f"  condition: {said} (numbers called number) → {said} (numbers called stools)\n"
    assert done.output == f"Changed: the-rule\n{line}"


def test_what_changed_outside_of_the_rules_is_told_in_words(diary: Diary, tmp_path: Path) -> None:
    text = pack_text(STOOLS, NOTHING)
    other = text.replace('publisher = "Nobody"', 'publisher = "Somebody"\nreviewed = 2026-01-02')
    other = other.replace('version = "1"', 'version = "2"')
    other = other.replace(
        'core = ["diarrhea"]', 'core = ["diarrhea", "hand_foot"]\nalso_measured = ["weight"]'
    )

    done = diary("guidance", "diff", written(tmp_path, text), written(tmp_path, other, "other.toml"))

    assert done.output.splitlines() == [
        "The rules are the same.",
        "Version: 1 → 2",
        "Publisher of “A book about rules”: Nobody → Somebody",
        "Reviewed date of “A book about rules”: not there → 2026-01-02",
        "Asked first: not there → Sore hands or feet",
        "Measured: not there → Weight",
    ]


def test_texts_that_differ_in_their_examples_alone_are_told_as_that(diary: Diary, tmp_path: Path) -> None:
    files = (written(tmp_path, pack_text(STOOLS, row), f"{row[8]}.toml") for row in ROWS[:2])

    done = diary("guidance", "diff", *files)

    assert done.output == "The rules are the same. Only examples, remarks or layout differ.\n"


def test_the_same_pack_is_the_same(diary: Diary) -> None:
    for name in published():
        assert diary("guidance", "diff", name, name).output == "The rules are the same.\n"


def test_a_file_that_is_not_there_is_refused(diary: Diary) -> None:
    assert diary("guidance", "diff", "nowhere.toml", "soft-tissue-sarcoma").exit_code != 0
