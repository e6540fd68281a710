"""What was measured, a line each: the figure, what it ought to be, how busy the machine was, its command."""

import os
import platform
import sys

COMMAND = ".venv/bin/python -m tests.bench"


class Report:
    """Says each figure at once, and in the end which are not where they ought to be.

    `options` are those of the command line that the figures depend on.
    """

    def __init__(self, options: str = "") -> None:
        self._options = options
        self._missed: list[str] = []
        self.say(f"Python {platform.python_version()}, {os.cpu_count()} cores, load average {_load()}")

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
        how = f"[load {_load()}]  $ {self._command(part)}"
        self.say(f"{words}: {figure:,.{_decimals(figure)}f}{verdict}    {how}")
        if missed:
            self._missed.append(words)

    def skip(self, part: str, why: str) -> None:
        self.say(f"NOT MEASURED: {why}    $ {self._command(part)}")
        self._missed.append(part)

    def end(self) -> int:
        """The exit status: 1 when anything was missed or not measured."""
        for words in self._missed:
            self.say(f"missed: {words}")
        return 1 if self._missed else 0

    def say(self, line: str) -> None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    def _command(self, part: str) -> str:
        return " ".join(filter(None, (COMMAND, part, self._options)))


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def _decimals(figure: float) -> int:
    return 0 if figure >= 100 or figure == int(figure) else 1 if figure >= 10 else 3
