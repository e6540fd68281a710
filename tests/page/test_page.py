"""The files of the page, and nothing beside them."""

from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api import page, problems

INDEX = b"<!doctype html><title>Diary</title>"
SCRIPT = b"export const answer = 42;\n"


@pytest.fixture
def frontend(tmp_path: Path) -> Path:
    folder = tmp_path / "frontend"
    for part in ("css", "js/screens", "icons"):
        (folder / part).mkdir(parents=True)
    (folder / "index.html").write_bytes(INDEX)
    (folder / "nurse.html").write_bytes(b"<!doctype html><title>Desk</title>")
    (folder / "manifest.webmanifest").write_bytes(b"{}")
    (folder / "css" / "base.css").write_bytes(b"body {}")
    (folder / "js" / "screens" / "today.js").write_bytes(SCRIPT)
    (folder / "icons" / "icon.svg").write_bytes(b"<svg/>")
    (folder / "jsconfig.json").write_bytes(b"{}")
    (folder / "js" / ".secret").write_bytes(b"hidden")
    (tmp_path / "diary.js").write_bytes(b"outside")
    (folder / "js" / "way-out.js").symlink_to(tmp_path / "diary.js")
    return folder


@pytest.fixture
def client(frontend: Path) -> TestClient:
    app = FastAPI()
    problems.install(app)
    app.include_router(page.routes(frontend))
    return TestClient(app)


@pytest.mark.parametrize(
    "path",
    [
        "/js/../../diary.js",
        "/js/..%2f..%2fdiary.js",
        "/js/%2e%2e/%2e%2e/diary.js",
        "/js//etc/passwd",
        "/js/..\\..\\diary.js",
        "/js/today.js%00.css",
        f"/js/{'x' * 5000}.js",
        "/js/way-out.js",
        "/js/.secret",
        "/js/screens",
        "/js/",
        "/jsconfig.json",
        "/index.html",
        "/css/missing.css",
    ],
)
def test_what_is_no_file_of_the_page_is_not_found(client: TestClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/nurse", "text/html; charset=utf-8"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/css/base.css", "text/css; charset=utf-8"),
        ("/js/screens/today.js", "text/javascript; charset=utf-8"),
        ("/icons/icon.svg", "image/svg+xml"),
    ],
)
def test_each_kind_of_file_has_its_media_type_and_is_asked_for_anew(
    client: TestClient, path: str, media_type: str
) -> None:
    answer = client.get(path)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["cache-control"] == "no-cache"


def test_a_browser_that_has_the_file_already_gets_no_second_copy(client: TestClient) -> None:
    etag = client.get("/js/screens/today.js").headers["etag"]

    again = client.get("/js/screens/today.js", headers={"If-None-Match": f'"old", W/{etag}'})
    changed = client.get("/js/screens/today.js", headers={"If-None-Match": '"old"'})

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert (changed.status_code, changed.content) == (200, SCRIPT)


def test_head_says_what_get_would_without_the_content(client: TestClient) -> None:
    answer = client.head("/")

    assert answer.status_code == 200
    assert answer.content == b""
    assert answer.headers["content-length"] == str(len(INDEX))


def test_the_page_takes_no_other_method(client: TestClient) -> None:
    assert client.post("/").status_code == 405


def test_the_etag_follows_the_content() -> None:
    assert page.etag_of(b"one") != page.etag_of(b"two")
    assert page.etag_of(b"one") == page.etag_of(b"one")
