"""Whether the rules stand: every mutant killed, or rightly listed, and few of those."""

from collections.abc import Iterator, Sequence

from tests.mutants.equivalents import Equivalent, as_entry
from tests.mutants.results import Results

LISTED_AT_MOST = 0.02


def problems(results: Results, entries: Sequence[Equivalent]) -> Iterator[str]:
    """What keeps the rules from standing; nothing when they do."""
    listed, alive = {entry.change for entry in entries}, set(results.survivors)
    for change in results.survivors:
        if change not in listed:
            yield f"Nothing noticed this mutant:\n{as_entry(change)}"
    if results.untried or not results.total:
        yield f"{results.untried} of {results.total} mutants are not tried yet."
        return
    for entry in entries:
        if entry.change not in alive:
            yield f"Listed, and not there or killed by now:\n{as_entry(entry.change)}"
    if share_listed(results, entries) > LISTED_AT_MOST:
        yield f"More than {LISTED_AT_MOST:.0%} are listed."


def share_listed(results: Results, entries: Sequence[Equivalent]) -> float:
    return count_listed(results, entries) / results.total


def count_listed(results: Results, entries: Sequence[Equivalent]) -> int:
    listed = {entry.change for entry in entries}
    return sum(change in listed for change in results.survivors)
