"""The documentation page: complete, and without anything from elsewhere."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.access.table import SCOPES
from api.database import Database
from api.docs.examples import EXAMPLES
from api.docs.markup import element, inline
from api.docs.operations import operations_of
from api.page import FRONTEND
from api.problems import catalogue
from api.settings import Settings
from tests.support.apps import app_on
from tests.support.databases import DatabaseServer

README = Path(__file__).parents[2] / "README.md"


@pytest.fixture
def database_server(sqlite: DatabaseServer) -> DatabaseServer:
    """Documentation reads no rows, so one kind of database is enough."""
    return sqlite


@pytest.fixture
def app(settings: Settings, database: Database) -> FastAPI:
    return app_on(database, settings)


@pytest.fixture
def docs(app: FastAPI) -> str:
    return TestClient(app).get("/docs").text


class Tags(HTMLParser):
    """The names, attributes and ids of all elements, and whether each is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += attrs
        if tag not in ("meta", "link", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    assert tags.open == []
    return tags


def test_the_page_needs_no_script_no_inline_style_and_no_other_host(docs: str) -> None:
    tags = read(docs)
    addresses = [value or "" for name, value in tags.attributes if name in ("href", "src")]

    assert not {"script", "style", "iframe", "img"} & set(tags.names)
    assert not [name for name, _ in tags.attributes if name == "style" or name.startswith("on")]
    assert all(address.startswith(("/", "#")) and not address.startswith("//") for address in addresses)


def test_its_stylesheets_are_there_and_load_nothing_from_elsewhere(docs: str) -> None:
    sheets = re.findall(r'rel="stylesheet" href="/([^"]+)"', docs)

    assert sheets
    assert all("//" not in (FRONTEND / sheet).read_text().replace("/*", "") for sheet in sheets)
    assert all("@import" not in (FRONTEND / sheet).read_text() for sheet in sheets)


def test_text_from_the_api_cannot_become_markup() -> None:
    assert element("p", "<b>&</b>", title='"') == '<p title="&quot;">&lt;b&gt;&amp;&lt;/b&gt;</p>'
    assert inline("`<i>` and <i>") == "<code>&lt;i&gt;</code> and &lt;i&gt;"


def test_every_link_on_the_page_leads_to_a_place_that_is_there(docs: str) -> None:
    tags = read(docs)
    places = [value for name, value in tags.attributes if name == "id"]
    targets = {value[1:] for name, value in tags.attributes if name == "href" and value and value[0] == "#"}

    assert len(places) == len(set(places))
    assert targets <= set(places)


def test_every_route_stands_there_with_who_may_call_it(app: FastAPI, docs: str) -> None:
    operations = list(operations_of(app.openapi()))

    assert len(operations) > 30
    for operation in operations:
        assert f'<span class="method">{operation.method}</span> <code>{operation.path}</code>' in docs
        assert operation.group != "More", operation.path
    assert "nobody yet" not in docs


def test_every_scope_and_every_kind_of_error_stands_there(docs: str) -> None:
    for scope in SCOPES:
        assert f'<td data-column="Scope"><code>{scope}</code></td>' in docs
    for kind in catalogue().items:
        assert f"<code>{kind.type}</code>" in docs


def test_the_examples_are_the_ones_of_the_readme_and_their_addresses_exist(app: FastAPI) -> None:
    paths = {re.sub(r"\{\w+\}", "*", path) for path in app.openapi()["paths"]}

    assert len(EXAMPLES) == 10
    for _, line in EXAMPLES:
        assert line in README.read_text()
        address = re.search(r"\$BASE(/[^\s\"?]+)", line)
        assert address is not None
        assert re.sub(r"\$(PATIENT|DAY)", "*", address[1]) in paths


def test_the_page_is_kept_by_its_etag(app: FastAPI) -> None:
    client = TestClient(app)
    first = client.get("/docs")

    again = client.get("/docs", headers={"If-None-Match": first.headers["etag"]})

    assert first.headers["content-type"] == "text/html; charset=utf-8"
    assert again.status_code == 304


def test_the_openapi_document_names_only_shapes_that_it_has(app: FastAPI) -> None:
    document = app.openapi()

    named = set(re.findall(r"#/components/schemas/([\w.-]+)", json.dumps(document)))

    assert "Problem" in named
    assert named <= set(document["components"]["schemas"])


def test_every_body_may_be_unreadable_too_large_or_of_a_wrong_type(app: FastAPI) -> None:
    taking_a_body = [
        operation
        for operation in operations_of(app.openapi())
        if "requestBody" in operation.description and not operation.path.endswith("/oauth/token")
    ]

    assert len(taking_a_body) > 10
    for operation in taking_a_body:
        assert {"400", "413", "415", "422", "503"} <= set(operation.description["responses"]), operation.path
