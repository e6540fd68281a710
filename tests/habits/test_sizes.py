"""A file that nobody can hold in mind is split."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("api", "frontend", "migrations", "tests")
KINDS = (".py", ".js", ".css", ".html")
LINES_AT_MOST = 250
FUNCTION_LINES_AT_MOST = 40
Function = ast.FunctionDef | ast.AsyncFunctionDef


def source_files() -> list[Path]:
    return [file for folder in FOLDERS for file in (ROOT / folder).rglob("*") if file.suffix in KINDS]


def test_no_file_is_longer_than_250_lines() -> None:
    files = source_files()
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in files}

    too_long = {str(file.relative_to(ROOT)): n for file, n in lengths.items() if n > LINES_AT_MOST}

    assert {file.suffix for file in files} == set(KINDS)
    assert too_long == {}


def test_no_function_of_the_service_is_longer_than_40_lines() -> None:
    """What a function defines inside itself counts by itself."""
    lengths = {
        f"{file.relative_to(ROOT)} {function.name}": own_lines(function)
        for file in (ROOT / "api").rglob("*.py")
        for function in functions_in(ast.parse(file.read_text(encoding="utf-8")))
    }

    assert len(lengths) > 500
    assert {name: n for name, n in lengths.items() if n > FUNCTION_LINES_AT_MOST} == {}


def functions_in(tree: ast.AST) -> list[Function]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def own_lines(function: Function) -> int:
    inner = [node for child in function.body for node in functions_in(child)]
    whole = (function.end_lineno or 0) - function.lineno + 1
    return whole - sum((node.end_lineno or 0) - node.lineno + 1 for node in inner)
