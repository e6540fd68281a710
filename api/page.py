"""Serves the page: the files of frontend/ as they were when the server started, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from fastapi import APIRouter, Request, Response

from api.errors import NotFound

FRONTEND = Path(__file__).parents[1] / "frontend"
DOCUMENTS = {"/": "index.html", "/nurse": "nurse.html", "/manifest.webmanifest": "manifest.webmanifest"}
FOLDERS = ("css", "js", "icons")
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True)
class Asset:
    content: bytes
    media_type: str
    etag: str


@cache
def assets(frontend: Path = FRONTEND) -> Mapping[str, Asset]:
    """Every file of the page by its address. Paths are looked up here, never on the disk: none leads out."""
    files = {address: frontend / name for address, name in DOCUMENTS.items()}
    for folder in FOLDERS:
        for file in (frontend / folder).rglob("*"):
            if file.suffix in MEDIA_TYPES and not file.is_symlink():
                files[f"/{file.relative_to(frontend).as_posix()}"] = file
    return {address: _asset(file) for address, file in files.items() if file.is_file()}


def _asset(file: Path) -> Asset:
    content = file.read_bytes()
    return Asset(content, MEDIA_TYPES[file.suffix], etag_of(content))


def etag_of(content: bytes) -> str:
    return f'"{sha256(content).hexdigest()[:32]}"'


def answer(request: Request, asset: Asset) -> Response:
    """The asset, or 304 when the browser has it already. It may keep a copy but asks each time."""
    headers = {"ETag": asset.etag, "Cache-Control": "no-cache"}
    if _has(request.headers.get("If-None-Match", ""), asset.etag):
        return Response(status_code=304, headers=headers)
    return Response(asset.content, headers=headers, media_type=asset.media_type)


def _has(if_none_match: str, etag: str) -> bool:
    tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return "*" in tags or etag in tags


def routes(frontend: Path = FRONTEND) -> APIRouter:
    """The page's routes. Raises: NotFound (as problem+json) for what the page does not have."""
    served = assets(frontend)

    async def page(request: Request) -> Response:
        asset = served.get(request.scope["path"])
        if asset is None:
            raise NotFound
        return answer(request, asset)

    router = APIRouter(include_in_schema=False)
    for template in (*DOCUMENTS, *(f"/{folder}/{{path:path}}" for folder in FOLDERS)):
        router.add_api_route(template, page, methods=["GET", "HEAD"], response_model=None)
    return router
