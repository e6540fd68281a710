"""How many symptoms the findings of a day stand for, each of them by a finding of its own."""

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set

from api.rules.condition import ANY_SYMPTOM, Together, comparisons
from api.rules.finding import Finding
from api.rules.vocabulary import Level


def symptoms_stood_for(findings: Iterable[Finding], level: Level) -> dict[int, int]:
    """By day, the most different symptoms that the findings of a level stand for, each by one of its own.

    A finding only about any symptom ("*") stands once for each symptom that it names that day; any other
    for one symptom or measurement, though several may be in its evidence. Days are ordinals.
    """
    each: dict[int, set[str]] = defaultdict(set)
    one_of: dict[int, list[Set[str]]] = defaultdict(list)
    for finding in findings:
        if finding.level is not level or isinstance(finding.condition, Together):
            continue
        is_about_any = all(node.subject == ANY_SYMPTOM for node in comparisons(finding.condition))
        for day, symptoms in _by_day(finding).items():
            if is_about_any:
                each[day] |= symptoms
            else:
                one_of[day].append(symptoms)
    return {
        day: len(each[day]) + _most([symptoms - each[day] for symptoms in one_of[day]])
        for day in [*each, *one_of]
    }


def _by_day(finding: Finding) -> dict[int, set[str]]:
    symptoms: dict[int, set[str]] = defaultdict(set)
    for evidence in finding.evidence:
        symptoms[evidence.day.toordinal()].add(evidence.symptom)
    return symptoms


def _most(choices: Sequence[Set[str]]) -> int:
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
