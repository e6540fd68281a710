"""What is wrong with a pack outside of its rules: its id, and what it lists or names to no use."""

import re
from collections.abc import Iterator

from api.rules.pack import Guidance
from api.rules.pack_lines import Problem, key_line, listed_again, source_lines, word_line

ID_IS_NOT_PLAIN = "its id is not of small letters, digits and - or _ alone"
_WHERE = "The pack"
_PLAIN = re.compile(r"[a-z0-9_-]+")


def is_plain_id(name: str) -> bool:
    """Whether a name can stand in an address, and in a key of the wording."""
    return _PLAIN.fullmatch(name) is not None


def faults_of_the_pack(text: str, guidance: Guidance) -> Iterator[Problem]:
    if not is_plain_id(guidance.id):
        yield Problem(key_line(text, "id"), _WHERE, ID_IS_NOT_PLAIN)
    lines, used = source_lines(text), _sources_used(guidance)
    for key in guidance.sources:
        if key not in used:
            yield Problem(lines[key], _WHERE, f"source {key} is used by nobody")
    given = {rule.advice for rule in guidance.rules}
    for key in guidance.advice:
        if key not in given:
            yield Problem(word_line(text, "advice", key), _WHERE, f"advice {key} is used by no rule")
    for listed, symptom in listed_again(text, "core", "also_asked"):
        line = word_line(text, listed, symptom)
        yield Problem(line, _WHERE, f"{symptom} is asked twice, the second time by {listed}")


def _sources_used(guidance: Guidance) -> set[str]:
    of_rules = {rule.source.key for rule in guidance.rules}
    of_medicines = {source.key for one in guidance.medicines for source in one.sources}
    return {guidance.source.key} | of_rules | of_medicines
