from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model.project.module_files import imported_names
from flake8_fastapi.model.role import Role, parts_below_root, role_of

ROUTES = "from fastapi import APIRouter\n\nrouter = APIRouter()\n"
TESTS = "import pytest\n\n\ndef test_it() -> None: ...\n"
MAIN = '\n\nif __name__ == "__main__":\n    main()\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "project/.git").mkdir(parents=True)
    return tmp_path / "project"


def role(project: Path, file: str, text: str = "", *beside: str) -> Role:
    for name, _, content in ((file, "", text), *(it.partition("|") for it in beside)):
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    path = project / file
    found = role_of(str(path), text, imported_names(str(path)))
    assert role_of(str(path), text.splitlines(keepends=True), imported_names(str(path))) is found
    return found


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("app/main.py", ROUTES),
        ("app/service.py", ""),
        ("app/service.py", "import httpx" + MAIN),
        ("app/latest/contest.py", ""),
        ("app/testimonials.py", ""),
        ("app/routers/test_runs.py", ROUTES),
        ("app/routers/test.py", ROUTES),
        ("app/routers/speed_test.py", ROUTES),
        ("app/tools/search.py", "import httpx"),
        ("tools/search.py", "import httpx"),
        ("examples/shop/main.py", ROUTES),
        ("app/scripts/router.py", ROUTES),
        ("app/cli.py", "import typer\nfrom fastapi import FastAPI" + MAIN),
        ("app/conf.py", ""),
        ("app/jobs.py", "from app.tasks import send\n\n\ndef run():\n    send.delay()\n"),
        ("app/status.py", "from celery.result import AsyncResult\n"),
        ("app/main.py", ROUTES + "from celery import Celery\ncelery = Celery('a')\n"),
        ("app/migrations/router.py", ROUTES),
        ("app/checks.py", "import pytest\n"),
    ],
)
def test_application(project: Path, file: str, text: str) -> None:
    assert role(project, file, text) is Role.APPLICATION


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("tests/helpers.py", ROUTES),
        ("test/helpers.py", ""),
        ("app/testing/fakes.py", ""),
        ("app/tests/app.py", ROUTES),
        ("integration_tests/shop.py", ""),
        ("tests-e2e/shop.py", ""),
        ("test_main.py", TESTS + ROUTES),
        ("test_main.py", ""),
        ("test-upload.py", ""),
        ("main_test.py", ""),
        ("tests.py", ""),
        ("conftest.py", ROUTES),
        ("app/checks.py", TESTS),
        ("app/checks.py", "import unittest\n\n\nclass TestIt(unittest.TestCase): ..."),
        ("app/fixtures.py", "import pytest\n\n\n@pytest.fixture\ndef it(): ..."),
        ("app/test_a.py", "from fastapi.testclient import TestClient\nasync def test_a(): ..."),
        ("tests/migrations/versions/a.py", "from alembic import op"),
    ],
)
def test_test(project: Path, file: str, text: str) -> None:
    assert role(project, file, text) is Role.TEST


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("alembic/env.py", "from alembic import context"),
        ("alembic/versions/0001_init.py", "import sqlalchemy"),
        ("app/migrations/versions/a.py", ""),
        ("app/db/revisions/a.py", "from alembic import op\n"),
        ("app/db/revisions/a.py", "import alembic.op\n"),
        ("app/migrations/0001.py", ""),
    ],
)
def test_migration(project: Path, file: str, text: str) -> None:
    assert role(project, file, text) is Role.MIGRATION


def test_alembic_alone_is_no_migration(project: Path) -> None:
    assert role(project, "app/db.py", "from alembic.config import Config") is Role.APPLICATION


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("app/tasks.py", "from celery import shared_task\n\n\n@shared_task\ndef send(): ..."),
        ("app/tasks.py", "import celery\n\n\n@app.task(bind=True)\ndef send(self): ..."),
        ("app/queue.py", "from celery import Celery\n\ncelery_app = Celery('a')"),
        ("app/queue.py", "from celery import Celery\n\napp: Celery = Celery('a')"),
        ("app/tasks.py", "import dramatiq\n\n\n@dramatiq.actor\ndef send(): ..."),
        ("app/tasks.py", "from rq.decorators import job\n\n\n@job('low')\ndef send(): ..."),
        ("app/worker.py", "from arq import cron\n\n\nclass WorkerSettings: ..."),
    ],
)
def test_worker(project: Path, file: str, text: str) -> None:
    assert role(project, file, text) is Role.WORKER


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("scripts/seed.py", ""),
        ("app/scripts/seed.py", ""),
        ("scripts/dump.py", "from fastapi.encoders import jsonable_encoder"),
        ("bin/run.py", ""),
        ("tools/build.py", MAIN),
        ("examples/client.py", ""),
        ("docs/conf.py", ""),
        ("benchmarks/load.py", ""),
        ("setup.py", ""),
        ("manage.py", ""),
        ("noxfile.py", ""),
        ("app/__main__.py", ""),
        ("app/dump.py", "import argparse" + MAIN),
        ("app/dump.py", "import click" + MAIN.replace('"', "'")),
        ("app/cli.py", "import typer\n\napp = typer.Typer()\n\n\n@app.command()\ndef run(): ..."),
        ("seed.py", "#!/usr/bin/env python3\nimport httpx" + MAIN),
    ],
)
def test_script(project: Path, file: str, text: str) -> None:
    assert role(project, file, text) is Role.SCRIPT


@pytest.mark.parametrize("folder", ["tools", "examples", "docs", "benchmarks"])
def test_packages_of_the_application_hold_no_scripts(project: Path, folder: str) -> None:
    init = f"app/{folder}/__init__.py"
    assert role(project, f"app/{folder}/search.py", "", init) is Role.APPLICATION


@pytest.mark.parametrize("line", ["", "import argparse\n", "import httpx\n"])
@pytest.mark.parametrize(
    "registering",
    [
        '@app.on_event("startup")\nasync def start(): ...\n',
        "def make():\n    @app.state.api.get('/health')\n    def read(): ...\n",
        '@app.middleware("http")\nasync def log(request, call_next): ...\n',
        '@app.post(\n    "/items",\n)\nasync def create(): ...\n',
    ],
)
def test_what_adds_to_an_application_is_no_script(
    project: Path, line: str, registering: str
) -> None:
    text = f"{line}from app.main import app\n{registering}{MAIN}"
    assert role(project, "app/__main__.py", text) is Role.APPLICATION
    assert role(project, "scripts/run.py", text) is Role.SCRIPT
    assert role(project, "app/__main__.py", f"import flask\n{text}") is Role.SCRIPT


@pytest.mark.parametrize(
    "text", ['@cache.get("key")\n', '@bot.on_event("message")\n', "# @app.get\n"]
)
def test_what_only_looks_so_is_one(project: Path, text: str) -> None:
    assert role(project, "app/__main__.py", f"{text}def run(): ...\n{MAIN}") is Role.SCRIPT


class TestPlace:
    def test_what_lies_above_the_project_says_nothing(self, project: Path) -> None:
        assert role(project, "tests/copy/scripts/app/main.py", "", "tests/x.py") is Role.TEST
        assert role(project / "tests", "copy/app/main.py", "", "copy/.git") is Role.APPLICATION

    @pytest.mark.parametrize(
        "marker",
        ["pyproject.toml", "setup.cfg", "setup.py|from setuptools import setup\nsetup()\n"],
    )
    def test_a_project_may_lie_below_tests(self, project: Path, marker: str) -> None:
        shop = f"tests/shop/{marker}"
        assert role(project, "tests/shop/app/main.py", "", shop) is Role.APPLICATION

    @pytest.mark.parametrize("folder", ["tests", "docs", "scripts"])
    def test_tests_with_their_own_requirements_are_still_tests(
        self, project: Path, folder: str
    ) -> None:
        role(project, f"{folder}/requirements.txt")
        path = str(project / folder / "a.py")
        assert parts_below_root(path) == (folder, "a.py")

    def test_a_repository_called_tests_is_a_project(self, tmp_path: Path) -> None:
        (tmp_path / "tests/.git").mkdir(parents=True)
        assert role(tmp_path / "tests", "app/main.py") is Role.APPLICATION

    def test_without_a_project_the_own_folder_counts(self, tmp_path: Path) -> None:
        assert role(tmp_path, "tests/app/main.py") is Role.APPLICATION
        assert role(tmp_path, "app/tests/a.py") is Role.TEST


@pytest.mark.parametrize("filename", ["stdin", "-", "", "nowhere/a.py", "a\0b.py", "/"])
def test_any_file_name_has_a_role(filename: str) -> None:
    assert role_of(filename, TESTS, {"pytest"}) is Role.TEST


def test_documentation_shows_the_wrong_way_too(project: Path) -> None:
    text = "from fastapi import FastAPI\napp = FastAPI()"
    assert role(project, "docs_src/events/tutorial.py", text) is Role.SCRIPT
    assert role(project, "app/docs/main.py", text) is Role.APPLICATION
    assert role(project, "corpus/docs_src/main.py", text) is Role.SCRIPT  # a copy of the same
