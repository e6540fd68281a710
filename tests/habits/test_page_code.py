"""What the page's own code never does, so that the content policy never has to stop it."""

import re
from pathlib import Path

import pytest

FRONTEND = Path(__file__).parents[2] / "frontend"
UNSAFE = {
    "markup from text": r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser)\b",
    "code from text": r"\b(eval|Function)\(|\bjavascript:",
    "inline style": r"<[^>]+\sstyle=|setAttribute\(\s*[\"']style[\"']",
    "inline script": r"<script(?![^>]*\ssrc=)|<[^>]+\son[a-z]+=",
    "inline stylesheet": r"<style\b",
    "another host": r"(?<!xmlns=\")(https?:)?//(?!www\.w3\.org/(2000/svg|1999/xlink))[a-z0-9-]+\.[a-z]",
    "embedded content": r"[\"'(]data:",
}


def code_files() -> list[Path]:
    return [file for file in FRONTEND.rglob("*") if file.suffix in (".js", ".css", ".html", ".svg")]


@pytest.mark.parametrize("what", UNSAFE)
def test_the_page_has_none_of_it(what: str) -> None:
    pattern = re.compile(UNSAFE[what])
    files = code_files()

    found = {
        f"{file.relative_to(FRONTEND)}:{number}": line.strip()
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    }

    assert len(files) > 10
    assert found == {}


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("markup from text", "place.innerHTML = words"),
        ("code from text", "eval(words)"),
        ("inline style", '<p style="color: red">'),
        ("inline script", "<script>alert(1)</script>"),
        ("inline script", '<button onclick="go()">'),
        ("inline stylesheet", "<style>p {}</style>"),
        ("another host", "@import url(https://fonts.example.org/x.css)"),
        ("another host", "fetch('//elsewhere.example.org')"),
        ("embedded content", "background: url(data:image/png;base64,AAAA)"),
    ],
)
def test_each_pattern_finds_what_it_is_for(what: str, line: str) -> None:
    assert re.search(UNSAFE[what], line)
