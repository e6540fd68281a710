"""A pack with one rule, written as short as its test needs."""

from api.rules.guidance import Guidance, load

HEAD = """id = "small"
version = "1"
document = "book"
core = ["diarrhea"]
advice = ["loose-stools"]

[sources.book]
title = "A book about rules"
publisher = "Nobody"

[[rules]]
id = "the-rule"
mark = "F"
level = "call"
advice = "loose-stools"
source = "book"
section = "One"
basis = "The book says so"
in_force_since = 2026-01-01
"""


def pack_text(when: str, *examples: str, **lines: object) -> str:
    """The text of a pack whose rule has this condition; further lines of it by name."""
    further = "\n".join(f"{name} = {value}" for name, value in lines.items())
    listed = "".join(f"  {{ {example} }},\n" for example in examples)
    head = HEAD
    for name in lines:
        head = "\n".join(line for line in head.splitlines() if not line.startswith(f"{name} ="))
    return f"{head.rstrip()}\n{further}\nwhen = {when}\nexamples = [\n{listed}]\n"


def a_pack(when: str, *examples: str, **lines: object) -> Guidance:
    return load(pack_text(when, *examples, **lines))
