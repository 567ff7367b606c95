"""Good examples are programs: they import under the real FastAPI and describe themselves."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from fastapi import FastAPI
from sqlmodel import SQLModel

from tests.examples import Example, all_examples

pytestmark = pytest.mark.filterwarnings("ignore")  # those of the libraries are no concern here

GOOD = [example for example in all_examples() if example.kind == "good"]


@pytest.fixture(autouse=True)
def _forget_what_examples_import(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    SQLModel.metadata.clear()  # one registry of tables for all modules of a process
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        if Path(getattr(sys.modules[name], "__file__", None) or "").is_relative_to(Path.cwd()):
            del sys.modules[name]


def modules(example: Example) -> Iterator[ModuleType]:
    """Import an example: a file by its place, a package file by file."""
    for path in example.files:
        inside = path.relative_to(example.path.parent).with_suffix("")
        if example.path.is_dir() and inside.name.isidentifier():
            yield importlib.import_module(".".join(inside.parts).removesuffix(".__init__"))
        else:
            yield _load(path, f"example_{example.rule.code}_{inside.name.replace('.', '_')}")


def _load(path: Path, name: str) -> ModuleType:
    spec = spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("example", GOOD, ids=str)
def test_good_example_runs(example: Example, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(example.path.parent)
    for module in modules(example):
        for value in vars(module).values():
            if isinstance(value, FastAPI):
                assert value.openapi()["openapi"]
