"""What was measured, a line each: the figure, what it ought to be, and how to get it again."""

import os
import platform
import sys

COMMAND = ".venv/bin/python -m tests.bench"


class Report:
    """Says each figure at once, and in the end which are not where they ought to be."""

    def __init__(self) -> None:
        self._missed: list[str] = []
        _say(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")

    def tell(
        self,
        part: str,
        words: str,
        figure: float,
        *,
        least: float | None = None,
        most: float | None = None,
    ) -> None:
        """One figure, and the command that gives it again."""
        missed = (least is not None and figure < least) or (most is not None and figure > most)
        limits = [f"at least {least:g}"] if least is not None else []
        limits += [f"at most {most:g}"] if most is not None else []
        verdict = f"  ({', '.join(limits)}: {'MISSED' if missed else 'reached'})" if limits else ""
        _say(f"{words}: {figure:,.{_decimals(figure)}f}{verdict}    $ {COMMAND} {part}")
        if missed:
            self._missed.append(words)

    def skip(self, part: str, why: str) -> None:
        _say(f"NOT MEASURED: {why}    $ {COMMAND} {part}")
        self._missed.append(part)

    def end(self) -> int:
        """The exit status: 1 when anything was missed or not measured."""
        for words in self._missed:
            _say(f"missed: {words}")
        return 1 if self._missed else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _decimals(figure: float) -> int:
    return 0 if figure >= 100 else 1 if figure >= 10 else 3
