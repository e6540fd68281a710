"""A file that nobody can hold in mind is split."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("api", "frontend", "migrations", "tests")
KINDS = (".py", ".js", ".css", ".html")
LINES_AT_MOST = 250


def source_files() -> list[Path]:
    return [file for folder in FOLDERS for file in (ROOT / folder).rglob("*") if file.suffix in KINDS]


def test_no_file_is_longer_than_250_lines() -> None:
    files = source_files()
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in files}

    too_long = {str(file.relative_to(ROOT)): n for file, n in lengths.items() if n > LINES_AT_MOST}

    assert {file.suffix for file in files} == set(KINDS)
    assert too_long == {}
