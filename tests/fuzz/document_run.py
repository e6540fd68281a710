"""Runs schemathesis over the whole API from its own OpenAPI document, as one role."""

from collections import Counter
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from math import isqrt
from typing import Any

import schemathesis
from fastapi import FastAPI
from schemathesis import engine
from schemathesis.config import SchemathesisConfig
from schemathesis.core.transport import Response
from schemathesis.engine import events
from schemathesis.generation.case import Case
from schemathesis.generation.meta import CoveragePhaseData
from schemathesis.hooks import HookContext

from tests.fuzz.applicability import CHECKS, checks_of

SEED = 20261123
PARTS = 8
LOGOUT = "/api/v1/auth/logout"


@dataclass
class Found:
    """What a run saw: answers by operation and status, how often each check ran, what failed in words."""

    answers: dict[str, Counter[int]] = field(default_factory=dict)
    checks: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    @property
    def requests(self) -> int:
        return sum(counter.total() for counter in self.answers.values())


@dataclass(frozen=True)
class Visit:
    """Who knocks, with what that a path or header can name, and what brings a session back that was ended.

    Every route gets `examples` random requests of each kind. Those that cover the document to its corners are
    thousands: in a `part` every eighth route gets them, ever fewer of its many; without one, all of them go.
    """

    credentials: Mapping[str, str]
    named: Mapping[str, str]
    sign_in_again: Callable[[], None]
    examples: int
    part: int | None


def visit(app: FastAPI, how: Visit) -> Found:
    """Every phase of schemathesis with every check, always the same for the same document."""
    document = deepcopy(app.openapi())
    _name(document, how.named)
    schema = schemathesis.openapi.from_dict(document, config=_config(how, labels_of(document)))
    schema.app = app
    seen: Counter[str] = Counter()

    @schema.hook
    def after_call(context: HookContext, case: Case, response: Response) -> None:
        if case.operation.path == LOGOUT and response.status_code == 204:
            how.sign_in_again()

    @schema.hook
    def filter_case(context: HookContext, case: Case) -> bool:
        if how.part is None or case.meta is None or not isinstance(case.meta.phase.data, CoveragePhaseData):
            return True
        seen[case.operation.label] += 1
        return _is_triangular(seen[case.operation.label])

    found = Found()
    for event in engine.from_schema(schema).execute():
        _note(found, event)
    return found


def labels_of(document: dict[str, Any]) -> list[str]:
    """Every route of a document, as schemathesis calls it."""
    return [f"{method.upper()} {path}" for path, methods in document["paths"].items() for method in methods]


def _config(how: Visit, labels: list[str]) -> SchemathesisConfig:
    settings = {
        "seed": SEED,
        "headers": dict(how.credentials),
        "continue-on-failure": True,
        "generation": {
            "max-examples": how.examples,
            "deterministic": True,
            "no-shrink": True,
            "database": "none",
            "with-security-parameters": False,
        },
        "phases": {
            "examples": {"enabled": how.part is None},
            "stateful": {"generation": {"max-examples": 3 * how.examples}},
        },
        "analysis": {"constants": {"enabled": False}},
        "checks": CHECKS,
        "operations": [_of_route(how, number, label) for number, label in enumerate(labels)],
    }
    return SchemathesisConfig.from_dict(settings)


def _of_route(how: Visit, number: int, label: str) -> dict[str, Any]:
    is_covered = how.part is None or number % PARTS == how.part
    # DELETE has no body that would bring the type along, which every change by cookie has to name.
    headers = {"Content-Type": "application/json"} if label.startswith("DELETE") else {}
    return {
        "include-name": label,
        "headers": headers,
        "checks": checks_of(label),
        "phases": {"coverage": {"enabled": is_covered}},
    }


def _name(document: dict[str, Any], named: Mapping[str, str]) -> None:
    for methods in document["paths"].values():
        for operation in methods.values():
            for parameter in operation.get("parameters", []):
                if parameter["name"] in named:
                    parameter["example"] = named[parameter["name"]]


def _is_triangular(number: int) -> bool:
    root = isqrt(8 * number + 1)
    return root * root == 8 * number + 1


def _note(found: Found, event: events.EngineEvent) -> None:
    if isinstance(event, events.NonFatalError):
        found.failures.append(f"{event.label}: {event.value!r}")
    elif isinstance(event, events.FatalError):
        found.failures.append(repr(event.exception))
    elif isinstance(event, events.ScenarioFinished):
        recorder = event.recorder
        for case_id, interaction in recorder.interactions.items():
            if interaction.response is not None:
                label = recorder.cases[case_id].value.operation.label
                found.answers.setdefault(label, Counter())[interaction.response.status_code] += 1
        for checks in recorder.checks.values():
            for check in checks:
                found.checks[check.name] += 1
                if check.failure_info is not None:
                    found.failures.append(_in_words(check.name, check.failure_info))


def _in_words(check: str, what: Any) -> str:
    failure = what.failure
    again = (what.code_sample or "")[-2000:]
    return f"{check} in {failure.operation}: {failure.title}. {failure.message}\n{again}"
