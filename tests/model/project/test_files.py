"""Folders that look like a project, and what is read of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model.project.files import fingerprint, project_root, read_text
from tests.model.build import make

SETUP = "setup.py|from setuptools import setup\nsetup()\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make(tmp_path / "project", ".git/")


class TestProjectRoot:
    @pytest.mark.parametrize(
        "marker", ["pyproject.toml", "setup.cfg", SETUP, "requirements.txt", ".git"]
    )
    def test_is_the_nearest_folder_with_a_marker(self, project: Path, marker: str) -> None:
        make(project, f"service/{marker}", "service/app/main.py")
        assert project_root(str(project / "service/app/main.py")) == str(project / "service")

    @pytest.mark.parametrize("around", ["", "app/routers/__init__.py"])
    @pytest.mark.parametrize(
        ("text", "is_project"),
        [
            ("from setuptools import find_packages, setup\n\nsetup(name='app')\n", True),
            ("import os, setuptools\nsetuptools.setup()\n", True),
            ("from distutils.core import setup\nsetup()\n", True),
            ("try:\n    from skbuild import setup\nexcept ImportError: ...\nsetup()\n", True),
            ("import setuptools\n", False),
            ("# from distutils.core import setup\nsetup()\n", False),
            ("from app.core import setup\nsetup()  # no setuptools\n", False),
            ("router = APIRouter(prefix='/setup')\n", False),
            ("", False),
        ],
    )
    def test_has_a_setup_that_packages_it(
        self, project: Path, text: str, is_project: bool, around: str
    ) -> None:
        make(
            project, f"app/routers/setup.py|{text}", "app/routers/users.py", *filter(None, [around])
        )
        root = project / "app/routers" if is_project else project
        assert project_root(str(project / "app/routers/users.py")) == str(root)

    def test_sees_a_setup_that_was_rewritten(self, project: Path) -> None:
        make(project, "app/setup.py|setup()\n", "app/main.py")
        assert project_root(str(project / "app/main.py")) == str(project)
        (project / "app/setup.py").write_text("from setuptools import setup\nsetup()\n")
        assert project_root(str(project / "app/main.py")) == str(project / "app")

    @pytest.mark.parametrize(
        ("marker", "is_project"),
        [("requirements.txt", False), ("requirements-test.txt", False), ("pyproject.toml", True)],
    )
    def test_is_not_what_the_tests_need(self, project: Path, marker: str, is_project: bool) -> None:
        make(project, f"tests/{marker}", "tests/api/test_main.py")
        root = project / "tests" if is_project else project
        assert project_root(str(project / "tests/api/test_main.py")) == str(root)

    def test_does_not_go_beyond_the_repository(self, project: Path) -> None:
        make(project.parent, "setup.cfg")
        assert project_root(str(project / "app/main.py")) == str(project)


class TestReading:
    def test_fingerprint_changes_with_the_file(self, tmp_path: Path) -> None:
        file = tmp_path / "a.py"
        file.write_text("one")
        before = fingerprint(str(file))
        file.write_text("three")
        assert before is not None
        assert before[1] == 3
        assert fingerprint(str(file)) != before
        assert fingerprint(str(tmp_path / "b.py")) is None
        assert fingerprint("a\0b") is None

    def test_any_bytes_are_a_text(self, tmp_path: Path) -> None:
        file = tmp_path / "a.txt"
        file.write_bytes("fastapi==0.115.0\r\n".encode("utf-16"))
        assert read_text(str(file)) == "fastapi==0.115.0\n"
        file.write_bytes(b"\xef\xbb\xbfok\xff")
        assert read_text(str(file)) == "ok\ufffd"
        assert read_text(str(tmp_path / "none")) == ""
