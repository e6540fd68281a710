"""Whether each test can be chosen by its name, as mutmut does for every mutant.

If one cannot, pytest ends with an error, and that is the same to mutmut as a test that fails. So it is with a
line break in a name that a function has made: collected once more, it is escaped once more.
"""

import contextlib
import io
import tomllib
from pathlib import Path

import pytest


class _Collected:
    def __init__(self) -> None:
        self.names: list[str] = []

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        self.names = [item.nodeid for item in items]


def trouble_in_choosing_tests() -> str:
    """What pytest says when it is given every name; nothing when it finds them all."""
    mutmut = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["tool"]["mutmut"]
    always = mutmut["pytest_add_cli_args"]
    names, said = _collect([*mutmut["pytest_add_cli_args_test_selection"], *always])
    if names:
        again, said = _collect([*names, *always])
        if len(again) == len(names):
            return ""
    return said


def _collect(arguments: list[str]) -> tuple[list[str], str]:
    collected, said = _Collected(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        pytest.main(["--collect-only", "-qq", *arguments], plugins=[collected])
    return collected.names, said.getvalue()
