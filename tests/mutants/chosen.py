"""Whether each test can be chosen by its name, as mutmut does for every mutant.

A name with a backslash in it cannot, which is how a line break is written: pytest then ends with an error,
and that is the same to mutmut as a test that fails.
"""

import contextlib
import io
import tomllib
from pathlib import Path

import pytest


class _Collected:
    def __init__(self) -> None:
        self.tests: list[pytest.Item] = []

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        self.tests = items


def tests_that_cannot_be_chosen() -> list[str]:
    """Their names; empty when all can be chosen. Raises: RuntimeError when no test is found."""
    mutmut = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["tool"]["mutmut"]
    chosen = [*mutmut["pytest_add_cli_args_test_selection"], *mutmut["pytest_add_cli_args"]]
    collected = _Collected()
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main(["--collect-only", "-q", *chosen], plugins=[collected])
    if not collected.tests:
        raise RuntimeError("No test was found.")
    return [test.nodeid for test in collected.tests if "\\" in test.nodeid]
