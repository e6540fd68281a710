"""When the long run is content, and when it is not."""

import json
from pathlib import Path

import pytest

from tests.mutants.equivalents import Change, Equivalent
from tests.mutants.results import Results, forget_what_may_have_changed
from tests.mutants.verdict import count_listed, problems, share_listed

ONE = Change("units.rounded", ("return 1",), ("return 2",))
OTHER = Change("units.rounded", ("return 1",), ("return 3",))
KNOWN = [Equivalent(ONE, "Nobody can tell the two apart.")]


def first_words(results: Results, entries: list[Equivalent]) -> list[str]:
    return [" ".join(one.split()[:3]) for one in problems(results, entries)]


def test_all_killed_or_listed_is_as_it_should_be() -> None:
    assert first_words(Results(100, 0, ()), []) == []
    assert first_words(Results(49, 0, (ONE,)), KNOWN) == []
    assert share_listed(Results(49, 0, (ONE,)), KNOWN) == 0.02


def test_a_survivor_that_is_not_listed_is_printed_as_its_entry_would_be() -> None:
    (said,) = problems(Results(100, 0, (ONE, OTHER)), KNOWN)

    assert said.startswith("Nothing noticed this mutant:\n[[mutants]]\n") and "return 3" in said
    assert count_listed(Results(100, 0, (ONE, OTHER)), KNOWN) == 1


def test_a_listed_mutant_that_is_killed_by_now_has_to_go() -> None:
    assert first_words(Results(100, 0, ()), KNOWN) == ["Listed, and not"]


def test_more_than_two_in_a_hundred_are_too_many() -> None:
    assert first_words(Results(48, 0, (ONE,)), KNOWN) == ["More than 2%"]


def test_what_was_not_tried_yet_is_said_and_the_list_not_judged() -> None:
    assert first_words(Results(0, 0, ()), KNOWN) == ["0 of 0"]
    assert first_words(Results(10, 1, ()), KNOWN) == ["1 of 11"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Rules of two modules, a test, and what a first run found out about them."""
    monkeypatch.chdir(tmp_path)
    for name in ("api/rules/units.py", "api/rules/diary.py", "tests/rules/test_units.py"):
        write(tmp_path / name, "")
    for module in ("units", "diary"):
        write(tmp_path / f"mutants/api/rules/{module}.py.meta", '{"exit_code_by_key": {}}')
    forget_what_may_have_changed()
    for module in ("units", "diary"):
        codes = {"killed": 1, "alive": 0, "endless": 36, "stopped": 2}
        write(tmp_path / f"mutants/api/rules/{module}.py.meta", json.dumps({"exit_code_by_key": codes}))
    return tmp_path


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def kept(folder: Path, module: str) -> list[str]:
    codes = json.loads((folder / f"mutants/api/rules/{module}.py.meta").read_text())["exit_code_by_key"]
    return [name for name, code in codes.items() if code is not None]


def test_the_next_run_goes_on_where_the_last_one_stopped(folder: Path) -> None:
    forget_what_may_have_changed()

    assert kept(folder, "units") == ["killed", "alive", "endless"]


def test_another_test_gives_survivors_another_try(folder: Path) -> None:
    write(folder / "tests/rules/test_units.py", "def test_more() -> None: ...")

    forget_what_may_have_changed()

    assert kept(folder, "units") == kept(folder, "diary") == ["killed", "endless"]


def test_a_module_that_was_changed_is_tried_anew(folder: Path) -> None:
    write(folder / "api/rules/units.py", "PERCENT = 100")

    forget_what_may_have_changed()

    assert (kept(folder, "units"), kept(folder, "diary")) == ([], ["killed", "endless"])
