"""What a backup should hold, written beside it."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import TypeAdapter, ValidationError

from api.backup.contents import STRICT, Contents
from api.backup.files import sha256_of, unfinished
from api.backup.refusal import BackupFailed

FORMAT = 2
WITHOUT_HASH = 1
Dialect: TypeAlias = Literal["sqlite", "postgresql"]


@dataclass(frozen=True)
class Manifest:
    """`file` is the backup's name, `size` is in bytes; `contents` is of the very moment of the backup.

    `manifest_sha256` is over the manifest as it is written, with nothing between its own quotes.
    """

    __pydantic_config__ = STRICT

    format: int
    made_at: datetime
    dialect: Dialect
    file: str
    size: int
    sha256: str
    contents: Contents
    manifest_sha256: str = ""


_AS_JSON = TypeAdapter(Manifest)


def manifest_path(backup: Path) -> Path:
    return backup.with_name(f"{backup.name}.json")


def write_manifest(manifest: Manifest, path: Path) -> None:
    unsigned = _AS_JSON.dump_json(replace(manifest, manifest_sha256=""), indent=2) + b"\n"
    with unfinished(path) as part:
        part.write_bytes(unsigned.replace(_hash_line(""), _hash_line(sha256(unsigned).hexdigest())))


def read_manifest(backup: Path) -> Manifest:
    """Raises: BackupFailed when there is none that this version can read, or it is not as it was written."""
    if backup.suffix == ".json":
        raise BackupFailed(f"Name the backup, {backup.stem}, and not its manifest.")
    path = manifest_path(backup)
    try:
        written = path.read_bytes()
        manifest = _AS_JSON.validate_json(written)
    except FileNotFoundError:
        raise BackupFailed(f"{path.name} is missing: a backup is whole only with it.") from None
    except ValidationError:
        raise BackupFailed(f"{path.name} is damaged, or another version wrote it.") from None
    if manifest.format not in (WITHOUT_HASH, FORMAT):
        raise BackupFailed(f"{path.name} has format {manifest.format}; this version reads {FORMAT}.")
    if manifest.manifest_sha256 != _hash_expected(written, manifest):
        raise BackupFailed(f"{path.name} was changed or damaged: its own SHA-256 is another one.")
    return manifest


def _hash_expected(written: bytes, manifest: Manifest) -> str:
    if manifest.format == WITHOUT_HASH:
        return ""
    return sha256(written.replace(_hash_line(manifest.manifest_sha256), _hash_line(""))).hexdigest()


def _hash_line(value: str) -> bytes:
    return f'"manifest_sha256": "{value}"'.encode()


def require_untouched(backup: Path, manifest: Manifest) -> None:
    """Raises: BackupFailed when the file is not, byte by byte, the one that was written."""
    if not backup.is_file():
        raise BackupFailed(f"There is no file {backup.name}.")
    if manifest.file != backup.name:
        raise BackupFailed(f"The manifest is of {manifest.file}. Give both files the names they had.")
    size = backup.stat().st_size
    if size != manifest.size:
        raise BackupFailed(f"{backup.name} has {size} bytes instead of {manifest.size}.")
    if sha256_of(backup) != manifest.sha256:
        raise BackupFailed(f"{backup.name} was changed or damaged: its SHA-256 is another one.")
