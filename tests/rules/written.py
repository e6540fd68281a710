"""The document's pack as text, with a line of its rule exchanged."""

from importlib import resources

PACK = (resources.files("api.rules") / "packs" / "soft-tissue-sarcoma.toml").read_text("utf-8")
RULE_LINE = PACK.splitlines().index("[[rules]]") + 1


def line_of(key: str) -> int:
    lines = PACK.splitlines()
    return next(
        number for number, line in enumerate(lines, 1) if number > RULE_LINE and line.startswith(f"{key} =")
    )


def with_rule_line(key: str, replacement: str) -> str:
    lines = PACK.splitlines()
    first = line_of(key)
    last = lines.index("]", first) + 1 if lines[first - 1].endswith("[") else first
    return "\n".join([*lines[: first - 1], replacement, *lines[last:]])
