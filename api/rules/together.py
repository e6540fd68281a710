"""How many symptoms the findings of a day stand for, each of them by a finding of its own."""

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set

from api.rules.condition import ANY_SYMPTOM, Condition, Together, comparisons
from api.rules.finding import Finding
from api.rules.vocabulary import Level


def symptoms_stood_for(findings: Iterable[Finding], level: Level) -> dict[int, int]:
    """By day, the most different symptoms that the findings of a level stand for, each by one of its own.

    A finding only about any symptom ("*") stands once for each symptom that it names that day; any other
    for one symptom or measurement, though several may be in its evidence. Days are ordinals.
    """
    choices: dict[int, list[Set[str]]] = defaultdict(list)
    for finding in findings:
        if finding.level is level and not isinstance(finding.condition, Together):
            for day, symptoms in _by_day(finding).items():
                choices[day] += choices_of(finding.condition, symptoms)
    return {day: most_symptoms(some) for day, some in choices.items()}


def choices_of(condition: Condition, symptoms: Set[str]) -> list[Set[str]]:
    """What a finding that names these symptoms on a day stands for: one of each of the sets."""
    return [frozenset({one}) for one in symptoms] if is_about_any(condition) else [symptoms]


def is_about_any(condition: Condition) -> bool:
    """Whether a condition compares nothing but any symptom."""
    return all(node.subject == ANY_SYMPTOM for node in comparisons(condition))


def _by_day(finding: Finding) -> dict[int, set[str]]:
    symptoms: dict[int, set[str]] = defaultdict(set)
    for evidence in finding.evidence:
        symptoms[evidence.day.toordinal()].add(evidence.symptom)
    return symptoms


def most_symptoms(choices: Sequence[Set[str]]) -> int:
    """How many of them can each have a symptom that no other has; whoever came first may have to move."""
    if all(len(choice) == 1 for choice in choices):
        return len(set().union(*choices))
    taken: dict[str, Set[str]] = {}

    def has_one(choice: Set[str], tried: set[str]) -> bool:
        for symptom in choice:
            if symptom not in tried:
                tried.add(symptom)
                if symptom not in taken or has_one(taken[symptom], tried):
                    taken[symptom] = choice
                    return True
        return False

    return sum(has_one(choice, set()) for choice in choices)
