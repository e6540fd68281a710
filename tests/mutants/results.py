"""What mutmut has found out, read from its folder; and what of it has to be found out anew."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code
from mutmut.utils.format_utils import orig_function_and_class_names_from_key

from tests.mutants.equivalents import RULES, Change

FOLDER = Path("mutants")
# What decides whether a mutant survives, apart from the function that it changes.
_FILES = ("tests/rules/*.py", "tests/rules/*.toml", f"{RULES}/packs/*.toml", f"{RULES}/*.py")
_SEEN_WITH = FOLDER / "seen-with.json"
# Which tests run which function: mutmut does not look again for a function that is new.
_COVERAGE = FOLDER / "mutmut-stats.json"
# A mutant that never ends was noticed as well.
_KILLED = {"killed", "timeout"}
_UNTRIED = {"not checked", "check was interrupted by user"}


@dataclass(frozen=True)
class Results:
    killed: int
    untried: int
    survivors: tuple[Change, ...]

    @property
    def total(self) -> int:
        return self.killed + self.untried + len(self.survivors)


def read_results() -> Results:
    """The results for the modules that there are."""
    by_name = {name: status_by_exit_code[code] for _, codes in _kept() for name, code in codes.items()}
    alive = [name for name, status in by_name.items() if status not in _KILLED | _UNTRIED]
    return Results(
        killed=sum(status in _KILLED for status in by_name.values()),
        untried=sum(status in _UNTRIED for status in by_name.values()),
        survivors=tuple(map(_change_of, alive)),
    )


def forget_what_may_have_changed() -> int:
    """Has the mutants of a changed module tried again, and all survivors when anything changed; how many."""
    files = sorted(file for pattern in _FILES for file in Path().glob(pattern))
    now = {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    before = json.loads(_SEEN_WITH.read_text()) if _SEEN_WITH.exists() else {}
    if now != before:
        _COVERAGE.unlink(missing_ok=True)
    forgotten = 0
    for meta, codes in _kept():
        status = {name: status_by_exit_code[code] for name, code in codes.items()}
        is_same = now[_source(meta)] == before.get(_source(meta))
        stands = _KILLED if now != before else {*status.values()} - _UNTRIED
        forgotten += _forget(meta, {name for name in codes if not is_same or status[name] not in stands})
    FOLDER.mkdir(exist_ok=True)
    _SEEN_WITH.write_text(json.dumps(now, indent=1))
    return forgotten


def _source(meta: Path) -> str:
    return str(meta.relative_to(FOLDER).with_suffix(""))


def _forget(meta: Path, again: set[str]) -> int:
    kept = json.loads(meta.read_text())
    codes = kept["exit_code_by_key"]
    kept["exit_code_by_key"] = {name: None if name in again else code for name, code in codes.items()}
    meta.write_text(json.dumps(kept, indent=4))
    return len(again)


def _kept() -> Iterator[tuple[Path, dict[str, int | None]]]:
    for file in sorted(RULES.glob("*.py")):
        meta = FOLDER / f"{file}.meta"
        if meta.exists():
            yield meta, json.loads(meta.read_text())["exit_code_by_key"]


def _change_of(name: str) -> Change:
    module = name.rpartition(".")[0].rpartition(".")[2]
    function, of_class = orig_function_and_class_names_from_key(name)
    diff = get_diff_for_mutant(name, path=RULES / f"{module}.py").splitlines()[2:]
    was, became = (tuple(line[1:].strip() for line in diff if line.startswith(sign)) for sign in "-+")
    return Change(".".join(filter(None, (module, of_class, function))), was, became)
