"""A pack read as a proof-reader does: everything that is wrong with it, with the line, not only the first."""

import re
from collections.abc import Iterator
from datetime import date

from api.rules.boundaries import lacking
from api.rules.condition import ANY_SYMPTOM, Silent, Together, comparisons
from api.rules.examples import found_beside_crises, found_in, is_right
from api.rules.guidance import DOCUMENT, load, published
from api.rules.pack import Example, Guidance, Rule
from api.rules.pack_lines import Problem, lines_of_rules
from api.rules.pack_table import GuidanceError
from api.rules.proofread_pack import ID_IS_NOT_PLAIN, faults_of_the_pack, is_plain_id
from api.rules.reachable import is_taken_away, is_unreachable
from api.rules.vocabulary import RED_FLAGS, SELF_HARM, Level

_RULE = re.compile(r"^\s*\[\[\s*rules\s*\]\]")
_HEADER = re.compile(r"^\s*\[{1,2}\s*[\w\-.]+\s*\]{1,2}\s*(#.*)?$")
_REFUSAL = re.compile(r"(?P<where>.*), line (?P<line>\d+): (?P<what>.*)", re.DOTALL)
_TOML_LINE = re.compile(r"at line (\d+)")
_UNGRADED = "what a crisis rests on is graded by no other rule"
_FAR_AHEAD = 365


def problems_in(text: str, *, today: date | None = None) -> tuple[Problem, ...]:
    """What is wrong with a pack, by line: of what does not load the first fault of each rule, else all.

    `today` tells what lies far ahead; without it nothing does.
    """
    try:
        guidance = load(text)
    except GuidanceError as refusal:
        return tuple(sorted({_problem(refusal), *_refusals(text)}))
    found = [*faults_of_the_pack(text, guidance)]
    lines = lines_of_rules(text)
    for rule in guidance.rules:
        of_rule = lines[rule.id]
        found += [Problem(of_rule.head, f"rule {rule.id}", what) for what in _faults(rule, guidance, today)]
        found += [
            Problem(of_rule.examples[number - 1], f"rule {rule.id}", f"example{what}")
            for number, what in _wrong_examples(rule, guidance)
        ]
    return tuple(sorted(found))


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


def _faults(rule: Rule, guidance: Guidance, today: date | None) -> Iterator[str]:
    if not is_plain_id(rule.id):
        yield ID_IS_NOT_PLAIN
    if today is not None and (rule.in_force_since - today).days > _FAR_AHEAD:
        yield f"in_force_since {rule.in_force_since} lies more than a year ahead, and nothing waits for it"
    crises = [one for one in guidance.rules if one.level is Level.CRISIS and rule.level is not Level.CRISIS]
    if is_unreachable(rule.condition, rule.run):
        yield "no diary can ever meet it"
    elif is_taken_away(rule.condition, crises):
        yield "the crisis rules of the pack take away whatever could meet it"
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


def _wrong_examples(rule: Rule, guidance: Guidance) -> Iterator[tuple[int, str]]:
    """What is wrong with each example, by its number."""
    for number, example in enumerate(rule.examples, 1):
        found = found_in(example, rule, guidance)
        beside = found_beside_crises(example, rule, guidance)
        if not is_right(example, found):
            yield number, f" {number} expects {_expected(example)}, and the rule says {_said(found.levels)}"
        elif not isinstance(rule.condition, Together) and not is_right(example, beside):
            said = f"beside the crisis rules of the pack the rule says {_said(beside.levels)}: {_UNGRADED}"
            yield number, f" {number} expects {_expected(example)}, and {said}"
        for earlier, other in enumerate(rule.examples[: number - 1], 1):
            if _diary_of(example) == _diary_of(other) and example.finding != other.finding:
                yield (
                    number,
                    f"s {earlier} and {number} contradict each other: the same days, another finding",
                )


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
