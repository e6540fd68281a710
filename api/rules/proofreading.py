"""A pack read as a proof-reader does: everything that is wrong with it, with the line, not only the first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from api.rules.boundaries import lacking
from api.rules.condition import ANY_SYMPTOM, Silent, Together, comparisons
from api.rules.examples import found_in, is_right
from api.rules.guidance import DOCUMENT, load, published
from api.rules.pack import Example, Guidance, Rule
from api.rules.pack_table import GuidanceError
from api.rules.reachable import is_unreachable
from api.rules.vocabulary import RED_FLAGS, SELF_HARM

_RULE = re.compile(r"^\s*\[\[\s*rules\s*\]\]")
_HEADER = re.compile(r"^\s*\[{1,2}\s*[\w\-.]+\s*\]{1,2}\s*(#.*)?$")
_REFUSAL = re.compile(r"(?P<where>.*), line (?P<line>\d+): (?P<what>.*)", re.DOTALL)
_TOML_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, order=True)
class Problem:
    line: int
    where: str
    what: str


def problems_in(text: str) -> tuple[Problem, ...]:
    """What is wrong with a pack, by line: of what does not load the first fault of each rule, else all."""
    try:
        guidance = load(text)
    except GuidanceError as refusal:
        return tuple(sorted({_problem(refusal), *_refusals(text)}))
    lines = rule_lines(text)
    found = [
        Problem(lines[rule.id], f"rule {rule.id}", what)
        for rule in guidance.rules
        for what in _faults(rule, guidance)
    ]
    used = {rule.advice for rule in guidance.rules}
    found += [
        Problem(word_line(text, "advice", key), "The pack", f"advice {key} is used by no rule")
        for key in guidance.advice
        if key not in used
    ]
    return tuple(sorted(found))


def word_line(text: str, key: str, word: str) -> int:
    """The line on which a word stands in one of the lists with which a pack begins."""
    lines = text.splitlines()
    begins = rf"\s*{key}\s*="
    begin = next((number for number, line in enumerate(lines) if re.match(begins, line)), 0)
    quoted = rf"""["']{re.escape(word)}["']"""
    return next((n for n, line in enumerate(lines[begin:], begin + 1) if re.search(quoted, line)), 1)


def rule_lines(text: str) -> dict[str, int]:
    """The line on which each rule of a pack that loads begins."""
    heads = [number for number, line in enumerate(text.splitlines(), 1) if _RULE.match(line)]
    # Rules may also be written as a list of inline tables, which have no lines of their own.
    rules = load(text).rules
    lines = [*heads, *(1 for _ in rules)]
    return {rule.id: lines[number] for number, rule in enumerate(rules)}


def _refusals(text: str) -> Iterator[Problem]:
    """The first fault of each rule, as if it were the only one in the pack."""
    lines = text.splitlines()
    heads = [number for number, line in enumerate(lines) if _RULE.match(line)]
    blocks = [range(head, _end_of(lines, head)) for head in heads]
    for block in blocks:
        others = {number for other in blocks if other != block for number in other}
        alone = ["" if number in others else line for number, line in enumerate(lines)]
        try:
            load("\n".join(alone))
        except GuidanceError as refusal:
            yield _problem(refusal)


def _end_of(lines: list[str], head: int) -> int:
    return next(
        (number for number in range(head + 1, len(lines)) if _HEADER.match(lines[number])), len(lines)
    )


def _problem(refusal: GuidanceError) -> Problem:
    words = str(refusal)
    if found := _REFUSAL.fullmatch(words):
        return Problem(int(found["line"]), found["where"], found["what"])
    line = _TOML_LINE.search(words)
    return Problem(int(line[1]) if line else 1, "The pack", words)


def _faults(rule: Rule, guidance: Guidance) -> Iterator[str]:
    yield from _wrong_examples(rule, guidance)
    if is_unreachable(rule.condition, rule.run):
        yield "no diary can ever meet it"
    yield from _asked_of_nobody(rule, guidance)
    yield from _unknown_medicines(rule, guidance)
    if rule.while_taking is not None and isinstance(rule.condition, Silent | Together):
        yield "while_taking changes nothing in a rule about silent days or symptoms together"
    outcomes = {example.finding is None for example in rule.examples}
    if False not in outcomes and not isinstance(rule.condition, Silent):
        yield "no example in which it is met"
    if True not in outcomes:
        yield "no example in which it is not met"
    yield from lacking(rule, guidance)


def _wrong_examples(rule: Rule, guidance: Guidance) -> Iterator[str]:
    for number, example in enumerate(rule.examples, 1):
        found = found_in(example, rule, guidance)
        if not is_right(example, found):
            yield f"example {number} expects {_expected(example)}, and the rule says {_said(found.levels)}"
        for earlier, other in enumerate(rule.examples[: number - 1], 1):
            if _diary_of(example) == _diary_of(other) and example.finding != other.finding:
                yield f"examples {earlier} and {number} contradict each other: the same days, another finding"


def _diary_of(example: Example) -> tuple[object, ...]:
    return (example.days, example.taking, example.stopped_days_ago, example.baseline)


def _expected(example: Example) -> str:
    more = [f"{example.missing_days} missing days"] if example.missing_days else []
    more += ["past the document's limit"] if example.past_document_limit else []
    more += [] if example.progress is None else [f"progress {example.progress}"]
    return ", ".join([example.finding or "none", *more])


def _said(levels: tuple[str, ...]) -> str:
    return " and ".join(levels) if levels else "none"


def _asked_of_nobody(rule: Rule, guidance: Guidance) -> Iterator[str]:
    # Beside a pack only the document's is in force wherever that pack may be signed.
    beside = {**published(), guidance.id: guidance}[DOCUMENT]
    asked = {ANY_SYMPTOM, SELF_HARM, *RED_FLAGS}
    for pack in (guidance, beside):
        asked.update(pack.measurements, (symptom.id for symptom in pack.symptoms))
    read = dict.fromkeys(node.subject for node in comparisons(rule.condition))
    yield from (f"nobody is asked about {subject}" for subject in read if subject not in asked)


def _unknown_medicines(rule: Rule, guidance: Guidance) -> Iterator[str]:
    if rule.while_taking is None:
        return
    known = [one for pack in (guidance, *published().values()) for one in pack.medicines]
    names, classes = {one.id for one in known}, {one.medicine_class.id for one in known}
    yield from (
        f"no pack knows the medicine {one}" for one in rule.while_taking.medicines if one not in names
    )
    yield from (f"no pack knows the class {one}" for one in rule.while_taking.classes if one not in classes)
