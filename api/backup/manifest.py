"""What a backup should hold, written beside it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import TypeAdapter, ValidationError

from api.backup.contents import Contents
from api.backup.files import sha256_of, unfinished
from api.backup.refusal import BackupFailed

FORMAT = 1
Dialect: TypeAlias = Literal["sqlite", "postgresql"]


@dataclass(frozen=True)
class Manifest:
    """`file` is the backup's name, `size` is in bytes; `contents` is of the very moment of the backup."""

    format: int
    made_at: datetime
    dialect: Dialect
    file: str
    size: int
    sha256: str
    contents: Contents


_AS_JSON = TypeAdapter(Manifest)


def manifest_path(backup: Path) -> Path:
    return backup.with_name(f"{backup.name}.json")


def write_manifest(manifest: Manifest, path: Path) -> None:
    with unfinished(path) as part:
        part.write_bytes(_AS_JSON.dump_json(manifest, indent=2) + b"\n")


def read_manifest(backup: Path) -> Manifest:
    """Raises: BackupFailed when there is none that this version can read."""
    path = manifest_path(backup)
    try:
        manifest = _AS_JSON.validate_json(path.read_bytes())
    except FileNotFoundError:
        raise BackupFailed(f"{path.name} is missing: a backup is whole only with it.") from None
    except ValidationError:
        raise BackupFailed(f"{path.name} is damaged, or another version wrote it.") from None
    if manifest.format != FORMAT:
        raise BackupFailed(f"{path.name} has format {manifest.format}; this version reads {FORMAT}.")
    return manifest


def require_untouched(backup: Path, manifest: Manifest) -> None:
    """Raises: BackupFailed when the file is not, byte by byte, the one that was written."""
    if not backup.is_file():
        raise BackupFailed(f"There is no file {backup.name}.")
    size = backup.stat().st_size
    if size != manifest.size:
        raise BackupFailed(f"{backup.name} has {size} bytes instead of {manifest.size}.")
    if sha256_of(backup) != manifest.sha256:
        raise BackupFailed(f"{backup.name} was changed or damaged: its SHA-256 is another one.")
