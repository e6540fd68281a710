"""The long run, `python -m tests.mutants`: changes api/rules in every small way; does a test notice?

mutmut makes the mutants and runs the tests. It can be stopped at any time and goes on where it was. A mutant
that survives is noticed by a new test, or stands in tests/rules/equivalent-mutants.toml with the reason why
nobody can notice it. A kill is kept while its function stays as it is; `--anew` tries everything again.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.mutants.chosen import trouble_in_choosing_tests
from tests.mutants.equivalents import FILE, Change, as_entry, listed
from tests.mutants.results import FOLDER, Results, forget_what_may_have_changed, read_results

LISTED_AT_MOST = 0.02


def main() -> None:
    chosen = _arguments()
    if chosen.anew:
        shutil.rmtree(FOLDER, ignore_errors=True)
    if trouble := trouble_in_choosing_tests():
        _say("A test that cannot be chosen by its name would seem to kill every mutant:", trouble)
        sys.exit(1)
    started = time.monotonic()
    _run(chosen.at_once)
    _say(f"{time.monotonic() - started:.0f} seconds")
    sys.exit(_report(read_results()))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--at-once", type=int, default=os.cpu_count(), help="mutants tried side by side")
    parser.add_argument("--anew", action="store_true", help="forget all results first")
    return parser.parse_args()


def _run(at_once: int) -> None:
    # mutmut adds and overwrites, and would run a test that has gone.
    for copied in ("tests", "api/rules/packs"):
        shutil.rmtree(FOLDER / copied, ignore_errors=True)
    if again := forget_what_may_have_changed():
        _say(f"{again} mutants are tried again")
    mutmut = Path(sys.executable).with_name("mutmut")
    try:
        subprocess.run([mutmut, "run", "--max-children", str(at_once)], check=True)
    except KeyboardInterrupt:
        _say("Stopped; the next start goes on from here.")


def _report(results: Results) -> int:
    """Says how it stands; 0 when every mutant is killed or rightly listed, else 1."""
    entries = listed(FILE.read_text("utf-8"))
    known = {entry.change for entry in entries}
    alive = set(results.survivors)
    unlisted = [change for change in results.survivors if change not in known]
    count = len(results.survivors) - len(unlisted)
    share = count / results.total if results.total else 1.0
    problems = [*_problems(results, unlisted, gone=[one for one in known if one not in alive])]
    if share > LISTED_AT_MOST:
        problems.append(f"More than {LISTED_AT_MOST:.0%} are listed as equivalent.")
    _say("", *problems, "")
    _say(f"{results.total} mutants: {results.killed} killed, {count} listed ({share:.2%}), ")
    _say(f"{len(unlisted)} not listed, {results.untried} not tried yet")
    return 1 if problems or not results.total else 0


def _problems(results: Results, unlisted: list[Change], *, gone: list[Change]) -> Iterator[str]:
    for change in unlisted:
        yield f"Nothing noticed this mutant:\n{as_entry(change)}"
    if results.untried:
        yield f"{results.untried} mutants are not tried yet."
        return
    for change in gone:
        yield f"Listed, and not there or killed by now:\n{as_entry(change)}"


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
