"""The long run, `python -m tests.mutants`: changes api/rules in every small way; does a test notice?

mutmut makes the mutants and runs the tests. It can be stopped at any time and goes on where it was. A mutant
that survives is noticed by a new test, or stands in tests/rules/equivalent-mutants.toml with the reason why
nobody can notice it. A kill is kept while its module stays as it is; `--anew` tries everything again.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tests.mutants.chosen import trouble_in_choosing_tests
from tests.mutants.equivalents import FILE, listed
from tests.mutants.results import FOLDER, Results, forget_what_may_have_changed, read_results
from tests.mutants.verdict import count_listed, problems, share_listed


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
        _say(f"{again} mutants are to be tried")
    mutmut = Path(sys.executable).with_name("mutmut")
    try:
        subprocess.run([mutmut, "run", "--max-children", str(at_once)], check=True)
    except KeyboardInterrupt:
        _say("Stopped; the next start goes on from here.")


def _report(results: Results) -> int:
    """Says how it stands; 0 when every mutant is killed or rightly listed, else 1."""
    entries = listed(FILE.read_text("utf-8"))
    found = list(problems(results, entries))
    _say("", *found)
    if results.total:
        count, share = count_listed(results, entries), share_listed(results, entries)
        _say(
            f"{results.total} mutants: {results.killed} killed, {count} listed as equivalent ({share:.2%}), "
            f"{len(results.survivors) - count} not listed, {results.untried} not tried yet"
        )
    return 1 if found else 0


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
