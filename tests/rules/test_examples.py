import pytest

from api.rules.evaluate import Diary, evaluate
from api.rules.guidance import Example, Guidance, Rule, published
from tests.rules.histories import TODAY, days_ago

_EXAMPLES = [
    pytest.param(guidance, rule, example, id=f"{rule.id} {number}: {example.because}")
    for guidance in published().values()
    for rule in guidance.rules
    for number, example in enumerate(rule.examples, start=1)
]


@pytest.mark.parametrize(("guidance", "rule", "example"), _EXAMPLES)
def test_a_rule_does_what_its_example_says(guidance: Guidance, rule: Rule, example: Example) -> None:
    heads = {
        days_ago(len(example.days) - 1 - number): tuple(
            {rule.symptom: {rule.attribute.value: value}} for value in values
        )
        for number, values in enumerate(example.days)
    }

    evaluation = evaluate(Diary({day: said for day, said in heads.items() if said}), guidance, TODAY)

    findings = [finding for finding in evaluation.findings if finding.rule == rule.id]
    (verdict,) = [verdict for verdict in evaluation.verdicts if verdict.rule == rule.id]
    assert [finding.level for finding in findings] == ([example.finding] if example.finding else [])
    assert sum(len(finding.missing_days) for finding in findings) == example.missing_days
    assert any(finding.past_document_limit for finding in findings) == example.past_document_limit
    assert example.progress in (None, verdict.progress.have)


def test_every_rule_has_examples_of_both_outcomes() -> None:
    for guidance in published().values():
        for rule in guidance.rules:
            outcomes = {example.finding for example in rule.examples}

            assert outcomes == {rule.level, None}
