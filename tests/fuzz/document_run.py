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
from schemathesis.engine.recorder import Interaction
from schemathesis.generation.case import Case
from schemathesis.generation.meta import CoveragePhaseData
from schemathesis.hooks import HookContext

from tests.fuzz.applicability import CHECKS, checks_of

SEED = 20261123
CREDENTIALS = frozenset(("cookie", "authorization"))
LOGOUT = "/api/v1/auth/logout"


@dataclass
class Found:
    """What a run saw: answers by operation and status, which operations turned away the same request without
    credentials, how often each check ran, what failed in words."""

    answers: dict[str, Counter[int]] = field(default_factory=dict)
    probed: set[str] = field(default_factory=set)
    checks: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    @property
    def requests(self) -> int:
        return sum(counter.total() for counter in self.answers.values())


@dataclass(frozen=True)
class Visit:
    """Who knocks, with what that a path or header can name, and what brings a session back that was ended.

    Every route gets `examples` random requests of each kind, and first the `plain` one where there is one,
    which is certainly right. Those that cover the document to its corners are thousands: the routes of
    `corners` get ever fewer of them; where that is None, every route gets all.
    """

    credentials: Mapping[str, str]
    named: Mapping[str, str]
    sign_in_again: Callable[[], None]
    plain: Callable[[str], dict[str, Any] | None]
    examples: int
    corners: frozenset[str] | None


def visit(app: FastAPI, document: dict[str, Any], how: Visit) -> Found:
    """Every phase of schemathesis with every check, always the same for the same document."""
    document = deepcopy(document)
    _name(document, how.named)
    schema = schemathesis.openapi.from_dict(document, config=_config(how, labels_of(document)))
    schema.app = app
    seen: Counter[str] = Counter()

    @schema.hook
    def after_call(context: HookContext, case: Case[Any], response: Response) -> None:
        if case.operation.path == LOGOUT and response.status_code == 204:
            how.sign_in_again()

    @schema.hook
    def before_add_examples(context: HookContext, examples: list[Case[Any]]) -> None:
        operation = context.operation
        request = how.plain(operation.label) if operation else None
        examples[:] = [operation.Case(**request)] if operation and request else []

    @schema.hook
    def filter_case(context: HookContext, case: Case[Any]) -> bool:
        if (
            how.corners is None
            or case.meta is None
            or not isinstance(case.meta.phase.data, CoveragePhaseData)
        ):
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
            "stateful": {"generation": {"max-examples": 3 * how.examples}},
        },
        "analysis": {"constants": {"enabled": False}},
        "checks": CHECKS,
        "operations": [_of_route(how, label) for label in labels],
    }
    return SchemathesisConfig.from_dict(settings)


def _of_route(how: Visit, label: str) -> dict[str, Any]:
    is_covered = how.corners is None or label in how.corners
    # DELETE has no body that would bring the type along, which every change by cookie has to name.
    headers = {"Content-Type": "application/json"} if label.startswith("DELETE") else {}
    return {
        "include-name": label,
        "headers": headers,
        "checks": checks_of(label),
        "phases": {"coverage": {"enabled": is_covered}},
    }


def _name(document: dict[str, Any], named: Mapping[str, str]) -> None:
    # `ignored_auth` takes a token of OAuth's for no Authorization header, and then never leaves it out.
    document["components"]["securitySchemes"]["client"] = {"type": "http", "scheme": "bearer"}
    for methods in document["paths"].values():
        for operation in methods.values():
            for parameter in operation.get("parameters", []):
                if parameter["name"] in named:
                    parameter["example"] = named[parameter["name"]]


def _is_turned_away(interaction: Interaction) -> bool:
    has_credentials = any(name.lower() in CREDENTIALS for name in interaction.request.headers)
    return (
        not has_credentials and interaction.response is not None and interaction.response.status_code == 401
    )


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
                if _is_turned_away(interaction):
                    found.probed.add(label)
        for checks in recorder.checks.values():
            for check in checks:
                found.checks[check.name] += 1
                if check.failure_info is not None:
                    found.failures.append(_in_words(check.name, check.failure_info))


def _in_words(check: str, what: Any) -> str:
    failure = what.failure
    again = (what.code_sample or "")[-2000:]
    return f"{check} in {failure.operation}: {failure.title}. {failure.message}\n{again}"
