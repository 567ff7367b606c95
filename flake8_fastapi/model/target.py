"""Which FastAPI, Starlette, Pydantic, Python a project is for.

Read from the files that say so (lock files, requirements, pyproject.toml, setup.cfg, setup.py)
around the linted file, or told by an option; what happens to be installed is not asked.
Unknown means current. A range means the newest version it admits.
"""

from __future__ import annotations

import ast
import os
import re
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard

from flake8_fastapi.model.files import Folder, fingerprint, folder_of, look, read_text, upwards
from flake8_fastapi.model.lean import dataclass, regex

if TYPE_CHECKING:
    from packaging.version import Version

# What an unknown target is taken to be, where a rule ends at some version.
CURRENT = {
    "fastapi": "0.165.0",
    "starlette": "1.10.0",
    "pydantic": "2.14.3",
    "pydantic-settings": "2.16.3",
    "httpx": "0.28.1",
    "httpx2": "2.16.2",
    "uvicorn": "0.54.0",
    "gunicorn": "27.0.1",
    "uvicorn-worker": "0.4.0",
    "sqlalchemy": "2.1.9",
    "pyjwt": "2.15.1",
    "python-jose": "3.5.0",
    "python-multipart": "0.0.34",
    "aiofiles": "25.1.0",
    "anyio": "4.16.0",
    "pytest": "9.2.0",
    "pytest-asyncio": "1.5.0",
    "celery": "5.7.0",
    "redis": "8.1.0",
    "python": "3.14",
}

# What an old FastAPI demands of its own dependencies: up to this FastAPI, below that version.
_IMPLIED_BY_FASTAPI = {
    "starlette": (
        ("0.90.1", "0.24"),
        ("0.106.0", "0.28"),
        ("0.108.0", "0.33"),
        ("0.111.0", "0.38"),
        ("0.115.14", "0.47"),
        ("0.118.3", "0.49"),
        ("0.125.0", "0.51"),
    ),
    "pydantic": (("0.99.1", "2"),),
}

# What a declared dependency brings along, as far as rules ask for it.
_BRINGS = {
    "fastapi": ("starlette", "pydantic"),
    "sqlmodel": ("sqlalchemy", "pydantic"),
    "fastapi[standard]": ("httpx", "jinja2", "python-multipart", "email-validator", "uvicorn"),
    "fastapi[all]": ("httpx", "jinja2", "python-multipart", "email-validator", "uvicorn"),
}

_MANY = 999_999  # the last part of "the newest version below", such as 0.115.999999
_LEVELS = 12


class Range(NamedTuple):
    """Which versions of a distribution a project admits; None is an open end."""

    lower: str | None = None
    newest: str | None = None
    pinned: bool = False


@dataclass(frozen=True)
class Dependencies:
    """What one file says. `complete` is false if the project may need more than that."""

    project: str = ""
    ranges: Mapping[str, tuple[Range, ...]] | None = None
    complete: bool = True

    def get(self, distribution: str) -> tuple[Range, ...]:
        return (self.ranges or {}).get(distribution, ())


class File(NamedTuple):
    path: str
    changed: int
    size: int


@dataclass(frozen=True, slots=True)
class Target:
    """The versions a project is for: per folder, from the file upwards, what may say so."""

    declared: tuple[str, ...] = ()
    folders: tuple[tuple[File, ...], ...] = ()

    @classmethod
    def of(cls, path: str, declared: tuple[str, ...] = ()) -> Target:
        """The target of the project around a file; `declared` are options, `fastapi=0.115`."""
        around = upwards(folder_of(path), _LEVELS)
        folders = (tuple(_dependency_files(folder)) for folder in around)
        return cls(declared, tuple(files for files in folders if files))

    def version(self, distribution: str) -> Version | None:
        """The newest version the project admits; None: unknown, or no older than the current.

        Below 0.116, the newest is 0.115.999999.
        """
        return _version(_range(self, normal(distribution)).newest)

    def lower_bound(self, distribution: str) -> Version | None:
        """The oldest version the project admits, None if that is unknown."""
        return _version(_lower(self, normal(distribution)))

    def allows(self, requirements: Mapping[str, str]) -> bool:
        """Is the newest admitted version of every distribution in its specifier?"""
        return all(_allows(self, normal(name), spec) for name, spec in requirements.items())

    def at_least(self, distribution: str, version: str) -> bool:
        """Is the newest admitted version this one or a later one?"""
        return self.allows({distribution: f">={version}"})

    def uses(self, distribution: str) -> bool | None:
        """Is it among the declared dependencies? None if no file, or not all, could be read."""
        return _uses(self, normal(distribution))


def project_uses_fastapi(path: str) -> bool | None:
    """Does the project around a file declare FastAPI? None if nothing says what it needs."""
    return Target.of(path).uses("fastapi")


def normal(name: str) -> str:
    """The one spelling of a distribution's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


# Questions -------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def _uses(target: Target, name: str) -> bool | None:
    if _declared(target.declared, name):
        return True
    if not target.folders:
        return None
    everything = [file for files in target.folders for file in files]
    if any(_mentions(file, name) for file in everything):
        return True
    return False if _is_complete(everything, name) else None


def _mentions(file: File, name: str) -> bool:
    found = _read(file, name)
    if found.get(name) or found.project == name:
        return True
    for bringing, brought in _BRINGS.items():
        if name in brought and _read(file, bringing.partition("[")[0]).get(bringing):
            return True
    # fastapi-users, fastapi-cli and the like need FastAPI
    others = found.ranges if name == "fastapi" else None
    return any(it.startswith("fastapi-") for it in others or ())


def _is_complete(files: list[File], name: str) -> bool:
    """Do these files say all that the project needs?"""
    paths = {it.path for it in files}
    if not all(included in paths for it in files for included in _includes(it)):
        return False
    full = [it for it in files if _declares(it)]
    by_folder = {os.path.dirname(it.path) for it in full if it.path.endswith((".txt", ".in"))}
    return bool(full) and all(
        # dependencies that are made up at build time mostly come from the requirement files
        _read(it, name).complete or os.path.dirname(it.path) in by_folder
        for it in files
    )


_DECLARATION = regex(r"^dependencies\b|^\[tool\.poetry\.dependencies\]|\bdynamic\b", re.M)
_PARTIAL = regex(r"dev|test|doc|lint|style|build|ci\b|constraint", re.I)


def _declares(file: File) -> bool:
    """Is this where the dependencies of the project itself are listed?"""
    base = os.path.basename(file.path)
    if base == "pyproject.toml":
        return _DECLARATION.search(_text(file)) is not None
    if base in ("setup.cfg", "setup.py"):
        return "install-requires" in _words(file)
    return not _PARTIAL.search(base)


@lru_cache(maxsize=1024)
def _allows(target: Target, name: str, specifier: str) -> bool:
    lower, newest, _ = _range(target, name)
    if newest is not None:
        return _contains(specifier, newest)
    current = CURRENT.get(name)
    if current is None:
        return True
    if lower is not None and _key(lower) > _key(current):
        current = lower
    # later releases than the table knows satisfy any lower bound
    ends = [it for it in specifier.split(",") if not it.strip().startswith(">")]
    return _contains(",".join(ends), current)


@lru_cache(maxsize=512)
def _range(target: Target, name: str) -> Range:
    """What the option, else the nearest folder that mentions a distribution, says of it."""
    if declared := _declared(target.declared, name):
        return _current_is_open(name, declared)
    for index, files in enumerate(target.folders):
        if any(_is_project(it, name) for it in files):
            return Range()
        # what a lock file answers needs no TOML to be read
        found = _locked(files, name) or _specified(files, name)
        if found and not found.pinned:
            found = _lock_above(target.folders[index + 1 :], name, found) or found
        if found:
            return _current_is_open(name, found)
    return _implied(target, name)


@lru_cache(maxsize=256)
def _lower(target: Target, name: str) -> str | None:
    """The lower end of the nearest specifier, which a lock file does not have."""
    if not _declared(target.declared, name):
        for files in target.folders:
            if any(_is_project(it, name) for it in files):
                return None
            if found := _specified(files, name) or _locked(files, name):
                return found.lower
    return _range(target, name).lower


def _locked(files: tuple[File, ...], name: str) -> Range | None:
    """The newest of the lock files' versions, and of those that requirements pin."""
    pins = [
        pin
        for file in files
        if os.path.basename(file.path) not in _OTHERS
        for pin in _read(file, name).get(name)
        if pin.pinned
    ]
    return _widest(pins) if pins else None


def _specified(files: tuple[File, ...], name: str) -> Range | None:
    ranges = [
        found
        for file in files
        if os.path.basename(file.path) not in _LOCKS
        for found in _read(file, name).get(name)
        if not found.pinned or os.path.basename(file.path) in _OTHERS
    ]
    return _widest(ranges) if ranges else None


_PROJECT_NAME = regex(r"^[ \t]*name[ \t]*=[ \t]*[\"']?([\w.-]+)", re.M)


def _is_project(file: File, name: str) -> bool:
    """Is this file about the project of that name? A quick look before a thorough one."""
    if os.path.basename(file.path) not in _OTHERS or name not in _words(file):
        return False
    maybe = any(normal(it) == name for it in _PROJECT_NAME.findall(_text(file)))
    return maybe and _read(file, name).project == name


def _lock_above(folders: tuple[tuple[File, ...], ...], name: str, within: Range) -> Range | None:
    """The lock file of a workspace lies above the members' pyproject.toml."""
    for files in folders:
        pins = [
            pin
            for file in files
            if os.path.basename(file.path) in _LOCKS
            for pin in _read(file, name).get(name)
        ]
        if pins:
            fitting = [it for it in pins if _within(it, within)]
            return _widest(fitting) if fitting else None
    return None


def _within(pin: Range, outer: Range) -> bool:
    if pin.newest is None:
        return False
    key = _key(pin.newest)
    after = outer.lower is None or key >= _key(outer.lower)
    return after and (outer.newest is None or key <= _key(outer.newest))


def _implied(target: Target, name: str) -> Range:
    """An old FastAPI has an old Starlette."""
    steps = _IMPLIED_BY_FASTAPI.get(name)
    newest = _range(target, "fastapi").newest if steps else None
    if steps and newest is not None:
        for fastapi, below in steps:
            if _key(newest) <= _key(fastapi):
                return Range(None, _below(below))
    return Range()


def _widest(ranges: Iterable[Range]) -> Range:
    """Several that disagree: the newest, and the oldest that any of them names."""
    ranges = list(ranges)
    top = max(ranges, key=lambda it: (it.newest is None, _key(it.newest or "")))
    lowers = [it.lower for it in ranges if it.lower is not None]
    return Range(min(lowers, key=_key) if lowers else None, top.newest, top.pinned)


def _current_is_open(name: str, found: Range) -> Range:
    """An end above the current release, such as `<3`, ends nothing."""
    current = CURRENT.get(name)
    if found.newest and current and not found.pinned and _key(found.newest) >= _key(current):
        return found._replace(newest=None)
    return found


def _declared(options: tuple[str, ...], name: str) -> Range | None:
    for option in options:
        match = re.fullmatch(r"\s*([\w.-]+?)\s*([=<>~!].*)", option)
        if match and normal(match[1]) == name:
            spec = match[2].strip()
            if re.fullmatch(r"=\s*[\w.]+", spec):  # fastapi=0.115 is any 0.115
                spec = f"=={spec[1:].strip()}.*"
            return _parse(spec)
    return None


# Versions --------------------------------------------------------------------------------------


def _key(version: str) -> tuple[int, ...]:
    """Release numbers to compare by, without trailing zeros; other parts don't matter here."""
    match = re.match(r"\s*v?(?:\d+!)?(\d+(?:\.\d+)*)", version)
    numbers = [int(it) for it in match[1].split(".")] if match else []
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _below(version: str) -> str:
    """The newest imaginable version below one: 0.115.999999 for 0.116 and 0.999999 for 1."""
    numbers = list(_key(version))
    if not numbers:
        return "0"
    numbers[-1] -= 1
    return ".".join(map(str, [*numbers, _MANY]))


def _next(version: str, place: int) -> str:
    """The version with one part raised and what follows cut off."""
    numbers = [int(it) for it in re.findall(r"\d+", version)]
    return ".".join(map(str, [*numbers[:place], numbers[place] + 1]))


_CLAUSE = regex(r"\s*(===|==|~=|!=|<=|>=|<|>|\^|~|=|)\s*v?([\w.*+!-]+)\s*")


@lru_cache(maxsize=512)
def _parse(specifier: str) -> Range:
    """The range of a version specifier: PEP 440's, or Poetry's with `^`, `~`, `||`."""
    if "||" in specifier or " | " in specifier:
        return _widest(map(_parse, re.split(r"\s*\|\|?\s*", specifier)))
    lowers: list[str] = []
    ends: list[str] = []
    pinned = False
    for clause in re.split(r",|(?<=[\w*])\s+(?=[<>=!~^])", specifier):
        match = _CLAUSE.fullmatch(clause)
        if not match or not re.match(r"\d", match[2]):
            continue
        sign, version = match.groups()
        parts = re.match(r"\d+(?:\.\d+)*", version)
        assert parts is not None
        plain, count = parts[0], parts[0].count(".") + 1
        if sign == "!=":
            continue
        if sign in (">=", ">"):
            lowers.append(plain)
        elif sign == "<":
            ends.append(_below(plain))
        elif sign == "<=":
            ends.append(plain)
        elif sign == "^":
            numbers = [int(it) for it in plain.split(".")]
            place = next((i for i, it in enumerate(numbers) if it), count - 1)
            lowers.append(plain)
            ends.append(_below(_next(plain, place)))
        elif sign == "~":
            lowers.append(plain)
            ends.append(_below(_next(plain, min(1, count - 1))))
        elif sign == "~=":
            lowers.append(plain)
            ends.append(_below(_next(plain, max(count - 2, 0))))
        elif version.endswith("*"):
            lowers.append(plain)
            ends.append(_below(_next(plain, count - 1)))
        else:
            lowers.append(plain)
            ends.append(plain)
            pinned = sign in ("==", "===")
    lower = max(lowers, key=_key) if lowers else None
    return Range(lower, min(ends, key=_key) if ends else None, pinned)


def _contains(specifier: str, version: str) -> bool:
    """Is a version in a specifier? The common forms without `packaging`, which costs 20 ms."""
    key = _key(version)
    for clause in specifier.split(","):
        if not clause.strip():
            continue
        match = re.fullmatch(r"\s*(<=|>=|<|>)\s*(\d+(?:\.\d+)*)\s*", clause)
        if match is None:
            from packaging.specifiers import InvalidSpecifier, SpecifierSet

            try:
                held = SpecifierSet(clause).contains(version, prereleases=True)
            except InvalidSpecifier:
                held = True
        else:
            sign, bound = match[1], _key(match[2])
            held = (
                (sign[0] == "<" and key < bound)
                or (sign[0] == ">" and key > bound)
                or (sign[-1] == "=" and key == bound)
            )
        if not held:
            return False
    return True


def _version(text: str | None) -> Version | None:
    if text is None:
        return None
    from packaging.version import InvalidVersion, Version

    try:
        return Version(text)
    except InvalidVersion:
        return None


# Files -----------------------------------------------------------------------------------------

_LOCKS = ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml", "Pipfile.lock")
_OTHERS = ("pyproject.toml", "setup.cfg", "setup.py", "Pipfile")
_CONDA = ("environment.yml", "environment.yaml")
_REQUIREMENTS = regex(r"(?:.*[-_.])?requirements.*\.(?:txt|in)\Z", re.I)


def _dependency_files(folder: str) -> Iterator[File]:
    """The files of a folder that may say what the project needs, with their fingerprints."""
    there = look(folder)
    names = list(_dependency_names(there))
    if "requirements" in there.folders:
        inner = look(os.path.join(folder, "requirements")).files
        texts = sorted(it for it in inner if it.endswith((".txt", ".in")))
        names += [os.path.join("requirements", it) for it in texts]
    pending = [os.path.join(folder, it) for it in names]
    seen = set()
    for path in pending:  # grows by what requirement files include
        mark = None if path in seen else fingerprint(path)
        seen.add(path)
        if mark is None:
            continue
        file = File(path, *mark)
        yield file
        pending += [it for it in _includes(file) if it.startswith(folder + os.sep)]


@lru_cache(maxsize=512)
def _dependency_names(folder: Folder) -> tuple[str, ...]:
    names = [it for it in (*_LOCKS, *_OTHERS, *_CONDA) if it in folder.files]
    return (*names, *sorted(it for it in folder.files if _REQUIREMENTS.match(it)))


@lru_cache(maxsize=256)
def _includes(file: File) -> tuple[str, ...]:
    """The paths that a requirements file includes."""
    if not file.path.endswith((".txt", ".in")):
        return ()
    found = re.findall(r"^\s*(?:-r|--requirement)[ =]*(\S+)", _text(file), re.M)
    folder = os.path.dirname(file.path)
    return tuple(os.path.normpath(os.path.join(folder, it)) for it in found)


@lru_cache(maxsize=64)
def _text(file: File) -> str:
    return read_text(file.path)


@lru_cache(maxsize=256)
def _words(file: File) -> str:
    """The text to look for a plain word in, with every name in its one spelling."""
    return normal(_text(file))


def _read(file: File, name: str) -> Dependencies:
    """What a file says, if it can be about `name` at all."""
    base = os.path.basename(file.path)
    if base in ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml"):
        return _lock(file)
    if base == "Pipfile.lock":
        return _pipfile_lock(file)
    if base in _CONDA:
        return _conda(file)
    if base in ("pyproject.toml", "Pipfile"):
        words = _words(file)
        if name not in words and "dynamic" not in words:
            return _SILENT
        return _pyproject(file) if base == "pyproject.toml" else _pipfile(file)
    if base == "setup.cfg":
        return _setup_cfg(file) if name in _words(file) else _SILENT
    if base == "setup.py":
        return _setup_py(file)
    return _requirements(file)


_SILENT = Dependencies()


def _collected(lines: Iterable[tuple[str, str]]) -> dict[str, tuple[Range, ...]]:
    """Names and specifiers by name; an extra is an entry of its own, as `fastapi[all]`."""
    ranges: dict[str, tuple[Range, ...]] = {}
    for name, spec in lines:
        found = _parse(spec)
        base, _, extras = name.partition("[")
        base = normal(base)
        keys = [base, *(f"{base}[{normal(it)}]" for it in re.findall(r"[\w.-]+", extras))]
        for key in keys:
            if found not in ranges.get(key, ()):
                ranges[key] = (*ranges.get(key, ()), found)
    return ranges


_REQUIREMENT = regex(r"\s*([A-Za-z0-9][\w.-]*\s*(?:\[[^\]]*\])?)\s*\(?([^;#@()\\]*)(.*)", re.S)


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
    text = re.sub(r"\\\r?\n", " ", _text(file))
    lines = [it for it in text.splitlines() if it.strip() and it.strip()[0] not in "-#"]
    return Dependencies("", _collected(_from_requirements(lines)))


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
        for name, it in _table(groups, group).items()
        if isinstance(it, dict)
    ]
    return Dependencies("", _collected(found))


@lru_cache(maxsize=64)
def _conda(file: File) -> Dependencies:
    lines = re.findall(r"^\s*-\s*[\"']?([A-Za-z0-9][^\"'\n#]*)", _text(file), re.M)
    return Dependencies("", _collected(_from_requirements(map(_conda_to_pip, lines))))


def _conda_to_pip(line: str) -> str:
    return re.sub(r"^([\w.-]+)\s*=([\w.]+).*", r"\1==\2.*", line)


@lru_cache(maxsize=64)
def _pyproject(file: File) -> Dependencies:
    data = _toml(_text(file))
    if data is None:
        return Dependencies(complete=False)
    project, tool = _table(data, "project"), _table(data, "tool")
    poetry, pdm = _table(tool, "poetry"), _table(tool, "pdm")
    lines = [project.get("dependencies")]
    lines += _table(project, "optional-dependencies").values()
    lines += _table(data, "dependency-groups").values()
    lines += _table(pdm, "dev-dependencies").values()
    lines.append(_table(tool, "uv").get("dev-dependencies"))
    lines += [_table(it).get("dependencies") for it in _envs(tool)]
    found = [it for group in lines if isinstance(group, list) for it in _from_requirements(group)]

    tables = [_table(poetry, "dependencies"), _table(poetry, "dev-dependencies")]
    tables += [_table(_table(it), "dependencies") for it in _table(poetry, "group").values()]
    found += [it for table in tables for it in _from_table(table)]
    if isinstance(python := project.get("requires-python"), str):
        found.append(("python", python))

    dynamic = project.get("dynamic")
    complete = not (isinstance(dynamic, list) and "dependencies" in dynamic)
    name = project.get("name") or poetry.get("name") or ""
    return Dependencies(normal(str(name)), _collected(found), complete)


def _envs(tool: Mapping[str, Any]) -> Iterable[Any]:
    return _table(_table(tool, "hatch"), "envs").values()


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


@lru_cache(maxsize=16)
def _pipfile(file: File) -> Dependencies:
    data = _toml(_text(file))
    if data is None:
        return Dependencies(complete=False)
    found = [*_from_table(_table(data, "packages")), *_from_table(_table(data, "dev-packages"))]
    if isinstance(python := _table(data, "requires").get("python_version"), str):
        found.append(("python", f"=={python}.*"))
    return Dependencies("", _collected(found))


def _table(data: Any, key: str | None = None) -> Mapping[str, Any]:
    """A table of a file that may have anything in its place."""
    if key is not None:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def _toml(text: str) -> dict[str, Any] | None:
    toml = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    try:
        data: dict[str, Any] = toml.loads(text)
    except (ValueError, RecursionError):
        return None
    return data


@lru_cache(maxsize=64)
def _setup_cfg(file: File) -> Dependencies:
    import configparser

    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(_text(file))
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
            tree = ast.parse(_text(file))
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
