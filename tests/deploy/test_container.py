"""The image and its services, as far as they can be tried without an engine."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api import cli
from api.settings import Settings
from tests.deploy.files import compose, copied, dockerfile, environment_of, is_ignored
from tests.support.databases import ROOT

PINNED = re.compile(r"^[a-z]+:\d+\.\d+(\.\d+)?-[a-z-]+$")
OURS = ("migrate", "diary", "worker")


def values(name: str) -> list[list[str]]:
    return [one.words for one in dockerfile() if one.name == name]


def image_environment() -> dict[str, str]:
    return dict(pair.split("=", 1) for words in values("ENV") for pair in words)


def services() -> dict[str, Any]:
    found: dict[str, Any] = compose()["services"]
    return found


def images() -> list[str]:
    return [*(words[0] for words in values("FROM")), services()["database"]["image"]]


@pytest.mark.parametrize("image", images())
def test_an_image_is_pinned_and_names_no_registry(image: str) -> None:
    assert PINNED.match(image)


@pytest.mark.parametrize("path", [".env", ".git", ".data/diary.db", "tests/conftest.py", "api/__pycache__"])
def test_nothing_private_or_needless_is_sent_to_the_engine(path: str) -> None:
    assert is_ignored(path)


def test_whatever_is_copied_exists_and_is_sent() -> None:
    assert len(copied()) > 5
    assert [path for path in copied() if not (ROOT / path).exists() or is_ignored(path)] == []


def test_it_does_not_run_as_root() -> None:
    (user,) = values("USER")[-1]

    assert int(user) > 0
    order = [one.name for one in dockerfile()]
    assert order.index("USER") > max(at for at, name in enumerate(order) if name in ("RUN", "COPY"))


def test_no_secret_is_in_the_files() -> None:
    settings = image_environment() | {
        name: value
        for name, value in environment_of(compose()["x-diary"]).items()
        if name != "DIARY_DATABASE_URL"
    }

    assert not [name for name in settings if re.search("PASSWORD|SECRET|TOKEN|KEY", name)]
    # Without the value from .env, compose starts nothing.
    text = (ROOT / "compose.yaml").read_text()
    assert set(re.findall(r"\$\{POSTGRES_PASSWORD[^}]*\}", text)) == {"${POSTGRES_PASSWORD:?}"}


@pytest.mark.parametrize("service", OURS)
def test_every_variable_is_a_setting_and_all_of_them_together_start(
    monkeypatch: pytest.MonkeyPatch, service: str
) -> None:
    chosen = image_environment() | environment_of(services()[service])
    diarys = {name: value for name, value in chosen.items() if name.startswith("DIARY_")}
    for name in [name for name in os.environ if name.startswith("DIARY_")]:
        monkeypatch.delenv(name)
    for name, value in diarys.items():
        monkeypatch.setenv(name, value)

    settings = Settings()

    assert set(diarys) <= {f"DIARY_{name.upper()}" for name in Settings.model_fields}
    assert settings.environment == "production"
    assert settings.database_url.startswith("postgresql+psycopg://diary:7f0a@database/")
    assert settings.graceful_stop_seconds < int(services()[service]["stop_grace_period"].removesuffix("s"))


@pytest.mark.parametrize("words", [values("CMD")[-1], *(services()[name]["command"] for name in OURS)])
def test_every_command_is_one_that_there_is(words: list[str]) -> None:
    assert values("ENTRYPOINT") == [["diary"]]

    done = CliRunner().invoke(cli.app, [*words, "--help"])

    assert done.exit_code == 0, done.output
    assert all(word in done.output for word in words if word.startswith("--"))


def test_the_proxy_that_is_believed_is_the_gateway_of_the_network() -> None:
    (network,) = compose()["networks"]["default"]["ipam"]["config"]

    assert environment_of(services()["diary"])["DIARY_TRUSTED_PROXIES"] == network["gateway"]
    assert all(port.startswith("127.0.0.1:") for port in services()["diary"]["ports"])


def test_the_database_keeps_what_it_acknowledges() -> None:
    words = services()["database"]["command"]

    assert {"fsync=on", "synchronous_commit=on", "full_page_writes=on"} <= set(words)
    kept = {volume.split(":")[0] for name in ("database", "diary") for volume in services()[name]["volumes"]}
    assert kept == set(compose()["volumes"])


def test_the_tables_are_migrated_before_anything_runs() -> None:
    for name in ("diary", "worker"):
        assert services()[name]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    assert environment_of(services()["diary"])["DIARY_RUNS_WORKER"] == "false"


def test_the_check_of_health_asks_whether_entries_can_be_stored() -> None:
    (check,) = [one.rest for one in dockerfile() if one.name == "HEALTHCHECK"]

    program = re.search(r'"-c", "(.*)"\]', check)
    assert program is not None
    compile(program[1], "HEALTHCHECK", "exec")
    assert "http://127.0.0.1:8000/ready" in program[1]


def test_what_is_copied_is_enough_to_run(tmp_path: Path) -> None:
    for path in copied():
        source, target = ROOT / path, tmp_path / path
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, target)
    environment = {
        "PATH": os.environ["PATH"],
        "DIARY_DATABASE_URL": f"sqlite:///{tmp_path}/data/diary.db",
        "PYTHONDONTWRITEBYTECODE": "1",
    }

    program = (
        "import sys, api.cli; from api.page import routes; routes();"
        " print(api.__file__, file=sys.stderr); sys.argv[1:] = ['migrate']; api.cli.app()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith(str(tmp_path))
    assert "up to date" in done.stdout
