"""What we say of others holds for us."""

from __future__ import annotations

import subprocess
import sys
from configparser import ConfigParser
from fnmatch import fnmatchcase
from importlib.metadata import entry_points

import pytest

from flake8_fastapi.checker import Checker
from tests.examples import ROOT


def flake8(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flake8", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_flake8_has_nothing_to_say_about_us() -> None:
    run = flake8("flake8_fastapi", "tests", "examples")
    assert run.stdout + run.stderr == ""
    assert run.returncode == 0


def test_one_entry_point_per_section() -> None:
    ours = {
        each.name: each.load()
        for each in entry_points(group="flake8.extension")
        if each.value.startswith("flake8_fastapi.")
    }
    assert set(ours) == {f"FPI{digit}" for digit in range(10)}
    for name, checker in ours.items():
        assert issubclass(checker, Checker)
        assert checker.section == name


def test_options_are_registered_once() -> None:
    """Flake8 stops when two plugins, or two of our sections, register one option."""
    owners = [each for each in Checker.__subclasses__() if hasattr(each, "add_options")]
    assert len(owners) == 1
    assert not hasattr(Checker, "add_options")


def test_only_the_package_is_distributed() -> None:
    config = ConfigParser()
    config.read(ROOT / "setup.cfg")
    (include,) = config["options.packages.find"]["include"].split()
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert "tests" in packages
    assert {name for name in packages if fnmatchcase(name, include)} == {"flake8_fastapi"}
    assert config["options.package_data"]["flake8_fastapi"] == "py.typed"


@pytest.mark.parametrize("name", ["plugin", "errors", "visitors"])
def test_no_module_is_called_like_one_of_the_older_plugin(name: str) -> None:
    """The older flake8-fastapi installs the same import package: both can be installed."""
    assert not (ROOT / "flake8_fastapi" / f"{name}.py").exists()
