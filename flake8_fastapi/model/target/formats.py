"""What the files say that list dependencies, each in a format of its own."""

from __future__ import annotations

import ast
import os
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeGuard

from flake8_fastapi.model.lean import dataclass, regex
from flake8_fastapi.model.project import toml
from flake8_fastapi.model.project.files import read_text
from flake8_fastapi.model.target.files import CONDA, File, text_of, words_of
from flake8_fastapi.model.target.versions import Range, normal, parsed


@dataclass(frozen=True)
class Dependencies:
    """What one file says. `complete` is false if the project may need more than that."""

    project: str = ""
    ranges: Mapping[str, tuple[Range, ...]] | None = None
    complete: bool = True

    def get(self, distribution: str) -> tuple[Range, ...]:
        return (self.ranges or {}).get(distribution, ())


_SILENT = Dependencies()

_REQUIREMENT = regex(r"\s*([A-Za-z0-9][\w.-]*\s*(?:\[[^\]]*\])?)\s*\(?([^;#@()\\]*)(.*)", re.S)


def read(file: File, name: str) -> Dependencies:
    """What a file says, if it can be about `name` at all."""
    base = os.path.basename(file.path)
    if base in ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml"):
        return _lock(file)
    if base == "Pipfile.lock":
        return _pipfile_lock(file)
    if base in CONDA:
        return _conda(file)
    if base in _IN_TOML:
        words = words_of(file)
        if name not in words and "dynamic" not in words:
            return _SILENT
        return _IN_TOML[base](file)
    if base == "setup.cfg":
        return _setup_cfg(file) if name in words_of(file) else _SILENT
    if base == "setup.py":
        return _setup_py(file)
    return _requirements(file)


def _collected(lines: Iterable[tuple[str, str]]) -> dict[str, tuple[Range, ...]]:
    """Names and specifiers by name; an extra is an entry of its own, as `fastapi[all]`."""
    ranges: dict[str, tuple[Range, ...]] = {}
    for name, spec in lines:
        found = parsed(spec)
        base, _, extras = name.partition("[")
        base = normal(base)
        keys = [base, *(f"{base}[{normal(it)}]" for it in re.findall(r"[\w.-]+", extras))]
        for key in keys:
            if found not in ranges.get(key, ()):
                ranges[key] = (*ranges.get(key, ()), found)
    return ranges


def _split(requirement: str) -> tuple[str, str] | None:
    """The name with extras, and the specifier, of one PEP 508 requirement."""
    match = _REQUIREMENT.match(requirement)
    if not match or "://" in match[0].partition("@")[0]:
        return None
    return match[1].replace(" ", ""), match[2].partition(" --")[0]


def _from_requirements(lines: Iterable[Any]) -> list[tuple[str, str]]:
    return [it for line in lines if isinstance(line, str) and (it := _split(line))]


@lru_cache(maxsize=256)
def _requirements(file: File) -> Dependencies:
    text = re.sub(r"\\\r?\n", " ", text_of(file))
    lines = [it for it in text.splitlines() if it.strip() and it.strip()[0] not in "-#"]
    return Dependencies("", _collected(_from_requirements(lines)))


def always_needs(file: File, name: str) -> bool:
    """Whether a file has a distribution installed in any case: for no extra, group or system only.

    Of requirements, those count that are the project's own by the name of the file.
    """
    folder, base = os.path.split(file.path)
    if base == "pyproject.toml":
        return name in words_of(file) and name in _needed_by_pyproject(file)
    is_main = base in _MAIN or (os.path.basename(folder) == "requirements" and base in _MAIN_THERE)
    lines = text_of(file).splitlines() if is_main and name in words_of(file) else ()
    return name in _unconditional(lines)


_MAIN = ("requirements.txt", "requirements.in")
_MAIN_THERE = ("base.txt", "base.in", "main.txt", "prod.txt", "production.txt")


def _unconditional(lines: Iterable[Any]) -> frozenset[str]:
    """The distributions that some requirements name, whatever the machine is."""
    plain = [line for line in lines if isinstance(line, str) and ";" not in line]
    found = _from_requirements(line for line in plain if line.strip()[:1] not in ("", "-", "#"))
    return frozenset(_collected(found))


@lru_cache(maxsize=64)
def _needed_by_pyproject(file: File) -> frozenset[str]:
    data = toml.parse(text_of(file)) or {}
    lines = toml.table(data, "project").get("dependencies")
    poetry = toml.table(data, "tool", "poetry", "dependencies")
    plain = {name: it for name, it in poetry.items() if not _CONDITIONS & set(toml.table(it))}
    return _unconditional(lines if isinstance(lines, list) else ()) | frozenset(map(normal, plain))


#: What keeps a distribution of Poetry's from being installed everywhere.
_CONDITIONS = {"optional", "markers", "python", "platform"}


@lru_cache(maxsize=16)
def _lock(file: File) -> Dependencies:
    """uv.lock, poetry.lock, pdm.lock and pylock.toml, by their lines: TOML takes too long."""
    pins: dict[str, tuple[Range, ...]] = {}
    for block in f"\n{read_text(file.path)}".split("\n[[package")[1:]:
        name, version = _quoted(block, "name"), _quoted(block, "version")
        if name and version and version[0].isdigit():
            name = normal(name)
            pins[name] = (*pins.get(name, ()), Range(version, version, True))
    return Dependencies("", pins)


def _quoted(block: str, key: str) -> str:
    """The value of the first `key = "value"` line."""
    _, found, rest = block.partition(f'\n{key} = "')
    return rest.partition('"')[0] if found else ""


@lru_cache(maxsize=16)
def _pipfile_lock(file: File) -> Dependencies:
    import json

    try:
        groups = json.loads(read_text(file.path))
    except (ValueError, RecursionError):
        return Dependencies(complete=False)
    found = [
        (name, str(it.get("version", "")))
        for group in ("default", "develop")
        for name, it in toml.table(groups, group).items()
        if isinstance(it, dict)
    ]
    return Dependencies("", _collected(found))


@lru_cache(maxsize=64)
def _conda(file: File) -> Dependencies:
    lines = re.findall(r"^\s*-\s*[\"']?([A-Za-z0-9][^\"'\n#]*)", text_of(file), re.M)
    return Dependencies("", _collected(_from_requirements(map(_conda_to_pip, lines))))


def _conda_to_pip(line: str) -> str:
    return re.sub(r"^([\w.-]+)\s*=([\w.]+).*", r"\1==\2.*", line)


@lru_cache(maxsize=64)
def _pyproject(file: File) -> Dependencies:
    data = toml.parse(text_of(file))
    if data is None:
        return Dependencies(complete=False)
    project, tool = toml.table(data, "project"), toml.table(data, "tool")
    poetry, pdm = toml.table(tool, "poetry"), toml.table(tool, "pdm")
    lines = [project.get("dependencies")]
    lines += toml.table(project, "optional-dependencies").values()
    lines += toml.table(data, "dependency-groups").values()
    lines += toml.table(pdm, "dev-dependencies").values()
    lines.append(toml.table(tool, "uv").get("dev-dependencies"))
    lines += [toml.table(it).get("dependencies") for it in _envs(tool)]
    found = [it for group in lines if isinstance(group, list) for it in _from_requirements(group)]

    tables = [toml.table(poetry, "dependencies"), toml.table(poetry, "dev-dependencies")]
    tables += [toml.table(it, "dependencies") for it in toml.table(poetry, "group").values()]
    tables += _of_pixi(toml.table(tool, "pixi"))
    found += [it for table in tables for it in _from_table(table)]
    if isinstance(python := project.get("requires-python"), str):
        found.append(("python", python))

    dynamic = project.get("dynamic")
    complete = not (isinstance(dynamic, list) and "dependencies" in dynamic)
    name = project.get("name") or poetry.get("name") or ""
    return Dependencies(normal(str(name)), _collected(found), complete)


def _envs(tool: Mapping[str, Any]) -> Iterable[Any]:
    return toml.table(tool, "hatch", "envs").values()


def _from_table(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Poetry's and Pipenv's tables: a specifier, a table with `version`, or a list of those."""
    for name, value in table.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                extras = one.get("extras")
                extra = f"[{','.join(map(str, extras))}]" if isinstance(extras, list) else ""
                yield name + extra, str(one.get("version", ""))
            else:
                yield name, str(one)


def _of_pixi(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Pixi's tables: those of conda's packages and of Python's, its features' as well."""
    for each in (data, *map(toml.table, toml.table(data, "feature").values())):
        yield toml.table(each, "dependencies")
        yield toml.table(each, "pypi-dependencies")


@lru_cache(maxsize=16)
def _pixi(file: File) -> Dependencies:
    data = toml.parse(text_of(file))
    if data is None:
        return Dependencies(complete=False)
    return Dependencies("", _collected(it for table in _of_pixi(data) for it in _from_table(table)))


@lru_cache(maxsize=16)
def _pipfile(file: File) -> Dependencies:
    data = toml.parse(text_of(file))
    if data is None:
        return Dependencies(complete=False)
    found = [
        *_from_table(toml.table(data, "packages")),
        *_from_table(toml.table(data, "dev-packages")),
    ]
    if isinstance(python := toml.table(data, "requires").get("python_version"), str):
        found.append(("python", f"=={python}.*"))
    return Dependencies("", _collected(found))


_IN_TOML = {"pyproject.toml": _pyproject, "Pipfile": _pipfile, "pixi.toml": _pixi}


@lru_cache(maxsize=64)
def _setup_cfg(file: File) -> Dependencies:
    import configparser

    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(text_of(file))
    except configparser.Error:
        return Dependencies(complete=False)
    required = parser.get("options", "install_requires", fallback="")
    groups = [required]
    if parser.has_section("options.extras_require"):
        groups += [value for _, value in parser.items("options.extras_require")]
    found = [it for text in groups for it in _from_requirements(text.splitlines())]
    if python := parser.get("options", "python_requires", fallback=""):
        found.append(("python", python))
    complete = not required.strip().startswith("file:")
    name = parser.get("metadata", "name", fallback="")
    return Dependencies(normal(name), _collected(found), complete)


@lru_cache(maxsize=64)
def _setup_py(file: File) -> Dependencies:
    """The literals that a setup.py hands to `setup()`, itself or through a module's name."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text_of(file))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Dependencies(complete=False)
    names = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    said: dict[str, Any] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _last_name(node.func) == "setup":
            for keyword in node.keywords:
                value: ast.expr = keyword.value
                if isinstance(value, ast.Name):
                    value = names.get(value.id, value)
                said[keyword.arg or ""] = _literal(value)
    required = said.get("install_requires", [])
    extras = said.get("extras_require", {})
    groups = [required, *(extras.values() if isinstance(extras, dict) else ())]
    found: list[tuple[str, str]] = []
    for group in groups:
        lines = group.splitlines() if isinstance(group, str) else group
        found += _from_requirements(lines if isinstance(lines, list) else ())
    if isinstance(python := said.get("python_requires"), str):
        found.append(("python", python))
    name = said.get("name")
    complete = isinstance(required, str) or (isinstance(required, list) and None not in required)
    return Dependencies(
        normal(name) if isinstance(name, str) else "",
        _collected(found),
        complete and "" not in said,
    )


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _literal(node: ast.expr) -> Any:
    """Strings, lists and dicts; None for what isn't a literal, also inside of a list."""
    if isinstance(node, (ast.List, ast.Tuple)):
        return [_literal(it) for it in node.elts]
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        return {_literal(key): _literal(value) for key, value in pairs if _is_text(key)}
    return node.value if _is_text(node) else None


def _is_text(node: ast.expr | None) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
