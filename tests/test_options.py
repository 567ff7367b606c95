"""The options: read from any shape Flake8 gives them, refused with a sentence."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import fields
from pathlib import Path

import pytest

from flake8_fastapi.model.target.versions import CURRENT
from flake8_fastapi.options import DISTRIBUTIONS, OptionError, Options, option_name

CODES = frozenset({"FPI101", "FPI119"})


def read(**given: object) -> Options:
    namespace = Namespace(**{f"fpi_{name}": value for name, value in given.items()})
    return Options.from_namespace(namespace, CODES, lambda: {"FPI119"})


def test_defaults() -> None:
    assert read() == Options()


def test_lists_come_as_text_lists_and_tuples() -> None:
    wanted = ("mylib.fetch", "mylib.client.send")
    assert read(blocking_calls="mylib.fetch, mylib.client.send").blocking_calls == wanted
    assert read(blocking_calls="mylib.fetch\nmylib.client.send\n").blocking_calls == wanted
    assert read(blocking_calls=["mylib.fetch", "mylib.client.send"]).blocking_calls == wanted
    assert read(blocking_calls=wanted).blocking_calls == wanted
    assert read(blocking_calls=["", " "]).blocking_calls == ()


@pytest.mark.parametrize("value", ["12.5", 12.5])
def test_limit_comes_as_text_and_as_a_number(value: object) -> None:
    assert read(background_limit=value).background_limit == 12.5


def test_import_roots_are_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "backend").mkdir()
    monkeypatch.chdir(tmp_path)
    assert read(import_roots="backend").import_roots == (str(tmp_path / "backend"),)


@pytest.mark.parametrize(
    "target", ["fastapi=0.115", "pydantic==2", "python=3.12", "sqlalchemy=2.1.0b1"]
)
def test_versions_are_accepted(target: str) -> None:
    assert read(target_versions=target).target_versions == (target,)


def test_opt_in_code_is_accepted() -> None:
    assert read(enable="FPI119").enable == ("FPI119",)


def test_rules_are_not_looked_at_unless_one_is_enabled() -> None:
    def fail() -> frozenset[str]:
        raise AssertionError

    assert Options.from_namespace(Namespace(fpi_enable=()), CODES, fail) == Options()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"enable": "FPI777"}, "fpi-enable: there is no rule FPI777"),
        ({"enable": "FPI1"}, "fpi-enable: there is no rule FPI1"),
        ({"enable": "FPI101"}, "fpi-enable: FPI101 is on by default; it needs no enabling"),
        (
            {"target_versions": "fastapi"},
            "fpi-target-versions: fastapi is not a distribution and its version",
        ),
        (
            {"target_versions": "fastapi=new"},
            "fpi-target-versions: fastapi=new is not a distribution and its version",
        ),
        (
            {"target_versions": "fastapi>=0.115"},
            "fpi-target-versions: no rule depends on the version of fastapi>",
        ),
        (
            {"target_versions": "flask=3"},
            "fpi-target-versions: no rule depends on the version of flask; known are aiofiles",
        ),
        (
            {"background_limit": "soon"},
            "fpi-background-limit: soon is not a number of seconds",
        ),
        ({"background_limit": "0"}, "fpi-background-limit: 0 is not more than 0 seconds"),
        ({"background_limit": "-1"}, "fpi-background-limit: -1 is not more than 0 seconds"),
        ({"background_limit": "nan"}, "fpi-background-limit: nan is not more than 0 seconds"),
        ({"blocking_calls": "fetch"}, "fpi-blocking-calls: fetch is not a qualified name"),
        ({"blocking_calls": "my-lib.fetch"}, "fpi-blocking-calls: my-lib.fetch is not a qualified"),
        ({"blocking_calls": "mylib."}, "fpi-blocking-calls: mylib. is not a qualified name"),
    ],
)
def test_what_cannot_be_used_is_refused(given: dict[str, object], sentence: str) -> None:
    with pytest.raises(OptionError) as raised:
        read(**given)
    assert str(raised.value).startswith(sentence)


def test_import_root_must_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="is not a folder"):
        read(import_roots=str(tmp_path / "nothing"))


def test_every_option_has_help_and_a_name_of_ours() -> None:
    for each in fields(Options):
        assert each.metadata["help"]
        assert option_name(each).startswith("fpi-")
        assert "_" not in option_name(each)


def test_distributions_are_those_the_model_knows() -> None:
    assert set(CURRENT) == DISTRIBUTIONS
