"""Every text of the page is used, and every text that it asks for is there."""

import re
from pathlib import Path

SCRIPTS = Path(__file__).parents[2] / "frontend" / "js"
KEY = re.compile(r"^\s*\"?([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)\"?:", re.MULTILINE)
ASKED = re.compile(r"\bt\(\s*\"([^\"]+)\"")
QUOTED = re.compile(r"\"([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)\"")
BUILT = re.compile(r"`([a-z][a-z0-9_]*\.[a-z0-9_.]*\$\{[^`]*)`")
HOLE = re.compile(r"\$\{[^}]*\}")


def texts() -> set[str]:
    return {key for file in (SCRIPTS / "texts").glob("*.js") for key in KEY.findall(file.read_text())}


def code() -> str:
    files = [file for file in SCRIPTS.rglob("*.js") if file.parent.name != "texts"]
    return "\n".join(file.read_text() for file in files)


def test_no_text_is_missing() -> None:
    asked = set(ASKED.findall(code()))

    assert len(asked) > 20
    assert asked - texts() == set()


def test_no_text_is_left_over() -> None:
    written = code()
    built = [re.compile(r"\w+".join(map(re.escape, HOLE.split(one)))) for one in BUILT.findall(written)]
    quoted = set(QUOTED.findall(written))

    unused = {key for key in texts() - quoted if not any(pattern.fullmatch(key) for pattern in built)}

    assert unused == set()
