"""A finding in the words of the second reading."""

from api.rules.finding import Finding
from tests.rules.language_oracle import Spell


def as_spell(finding: Finding) -> Spell:
    return Spell(
        finding.rule,
        finding.days,
        finding.missing_days,
        finding.past_document_limit,
        frozenset((one.day, f"{one.symptom}.{one.attribute}") for one in finding.evidence),
    )
