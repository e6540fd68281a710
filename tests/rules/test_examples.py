"""The examples in the packs are tests: a nurse reads and corrects them, and the rules follow."""

import pytest

from api.rules.condition import Silent
from api.rules.examples import found_in, is_right
from api.rules.guidance import Example, Guidance, Rule, published
from tests.rules.histories import TODAY

_EXAMPLES = [
    pytest.param(guidance, rule, example, id=f"{rule.id} {number}: {example.because}")
    for guidance in published().values()
    for rule in guidance.rules
    for number, example in enumerate(rule.examples, start=1)
]


@pytest.mark.parametrize(("guidance", "rule", "example"), _EXAMPLES)
def test_a_rule_does_what_its_example_says(guidance: Guidance, rule: Rule, example: Example) -> None:
    found = found_in(example, rule, guidance, today=TODAY)

    assert is_right(example, found), found


def test_every_rule_has_examples_of_both_outcomes() -> None:
    for guidance in published().values():
        for rule in guidance.rules:
            outcomes = {example.finding for example in rule.examples}

            # Silence gives a verdict and no finding: a nurse calls her.
            assert outcomes == ({None} if isinstance(rule.condition, Silent) else {rule.level, None})
