"""Which FastAPI, Starlette, Pydantic, Python a project is for.

Read from the files that say so (lock files, requirements, pyproject.toml, setup.cfg, setup.py)
around the linted file, or of the folders beside it if there are none, or told by an option; what
happens to be installed is not asked. `files` finds them, `formats` reads what they list, `versions`
knows ranges and the current releases. Where they leave open how new a Python is, it is the one that
the project is run with, which `running` reads from `.python-version`, runtime.txt and Dockerfiles.
Unknown means current. A range means the newest version it admits.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache
from typing import TYPE_CHECKING

from flake8_fastapi.model.lean import dataclass, regex
from flake8_fastapi.model.project.files import folder_of, upwards
from flake8_fastapi.model.target.files import (
    LOCKS,
    OTHERS,
    File,
    dependency_files,
    files_beside,
    includes,
    text_of,
    words_of,
)
from flake8_fastapi.model.target.formats import always_needs, read
from flake8_fastapi.model.target.running import python_of
from flake8_fastapi.model.target.versions import (
    CURRENT,
    IMPLIED_BY_FASTAPI,
    Range,
    contains,
    newest_below,
    normal,
    parsed,
    release_of,
    version_of,
    widest,
)

if TYPE_CHECKING:
    from packaging.version import Version

# What a declared dependency brings along, as far as rules ask for it.
_BRINGS = {
    "fastapi": ("starlette", "pydantic"),
    "sqlmodel": ("sqlalchemy", "pydantic"),
    "fastapi[standard]": ("httpx", "jinja2", "python-multipart", "email-validator", "uvicorn"),
    "fastapi[all]": ("httpx", "jinja2", "python-multipart", "email-validator", "uvicorn"),
    "fastapi-users": ("bcrypt", "argon2-cffi"),
    "passlib[argon2]": ("argon2-cffi",),
    "libpass[argon2]": ("argon2-cffi",),
    "chromadb": ("bcrypt",),
    "paramiko": ("bcrypt",),
}

#: What others bring along wherever FastAPI is installed, and hardly a project names by itself.
_ASKED_BY_OTHERS = ("anyio", "idna", "pydantic-core")

_LEVELS = 12


@dataclass(frozen=True, slots=True)
class Target:
    """The versions a project is for: per folder, from the file upwards, what may say so."""

    declared: tuple[str, ...] = ()
    folders: tuple[tuple[File, ...], ...] = ()
    folder: str = field(default="", compare=False)  #: of the file

    @classmethod
    def of(cls, path: str, declared: tuple[str, ...] = ()) -> Target:
        """The target of the project around a file; `declared` are options, `fastapi=0.115`."""
        folder = folder_of(path)
        around = upwards(folder, _LEVELS)
        folders = tuple(filter(None, (tuple(dependency_files(each)) for each in around)))
        return cls(declared, folders or files_beside(around[-1]), folder)

    def version(self, distribution: str) -> Version | None:
        """The newest version the project admits; None: unknown, or no older than the current.

        Below 0.116, the newest is 0.115.999999.
        """
        return version_of(_range(self._run(distribution), normal(distribution)).newest)

    def lower_bound(self, distribution: str) -> Version | None:
        """The oldest version the project admits, None if that is unknown."""
        return version_of(_lower(self._run(distribution), normal(distribution)))

    def allows(self, requirements: Mapping[str, str]) -> bool:
        """Is the newest admitted version of every distribution in its specifier?"""
        return all(
            _allows(self._run(name), normal(name), spec) for name, spec in requirements.items()
        )

    def at_least(self, distribution: str, version: str) -> bool:
        """Is the newest admitted version this one or a later one?"""
        return self.allows({distribution: f">={version}"})

    def always_has(self, distribution: str, version: str) -> bool:
        """Is every admitted version this one or a later one? For remedies: they must exist.

        Where nothing says which is the oldest, it is the newest.
        """
        lower = _lower(self._run(distribution), normal(distribution))
        is_old = lower is not None and release_of(lower) < release_of(version)
        return not is_old and self.at_least(distribution, version)

    def has_reached(self, distribution: str, version: str) -> bool:
        """Is every admitted version this one or a later one, or the newest where one is named?

        A lock names it, where what is declared admits older ones.
        """
        newest = _range(self._run(distribution), normal(distribution)).newest
        is_late = newest is not None and release_of(newest) >= release_of(version)
        return is_late or self.always_has(distribution, version)

    def may_be_held_below(self, distribution: str, version: str) -> bool:
        """Does one of the lists that lie beside each other keep it older, and no lock file decide?

        `requirements-dev.txt` asks for any httpx, and pyproject.toml for 0.27.
        """
        return _may_be_held_below(self, normal(distribution), version)

    def uses(self, distribution: str) -> bool | None:
        """Is it among the declared dependencies? None if no file, or not all, could be read."""
        return _uses(self, normal(distribution))

    def installs(self, distribution: str) -> bool:
        """Is it among the declared dependencies, and not the project itself?"""
        name = normal(distribution)
        own = (file for files in self.folders for file in files)
        return _uses(self, name) is True and not any(_is_project(file, name) for file in own)

    def always_installs(self, distribution: str) -> bool:
        """Is it what the project needs itself, everywhere: no extra, and not for some system?"""
        name = normal(distribution)
        return any(always_needs(file, name) for files in self.folders for file in files)

    def installs_part_of(self, package: str) -> bool:
        """Is a distribution among the dependencies that may bring a part of a package?

        `google-cloud-storage` brings a part of `google`.
        """
        longer = rf"(?<![\w-]){re.escape(normal(package))}-[\w-]*\w"
        texts = (words_of(file) for files in self.folders for file in files)
        return any(self.installs(name) for text in texts for name in re.findall(longer, text))

    def leaves_out(self, distribution: str, beside: str) -> bool:
        """Does a file that lists all that is needed have `beside`, and none the other one?"""
        return _leaves_out(self, normal(distribution), normal(beside))

    def surely_lacks(self, distribution: str) -> bool:
        """Does a file list all that is installed, and none has this one, not even as an extra?"""
        name = normal(distribution)
        everything = [file for files in self.folders for file in files]
        return not any(_mentions(file, name) for file in everything) and any(
            _lists_all(file) and read(file, "fastapi").get("fastapi") for file in everything
        )

    def _run(self, distribution: str) -> Target:
        """The same; for Python, where no newest is declared, the one that the project runs on."""
        if distribution != "python" or _declared(self.declared, distribution):
            return self
        declared = _range(self, distribution)
        version = None if declared.newest else python_of(upwards(self.folder, _LEVELS))
        run = Target((f"python={version}",)) if version else self
        return run if _reaches(_range(run, distribution), declared.lower) else self


def _reaches(found: Range, lower: str | None) -> bool:
    """Whether a range goes up to that version at least."""
    return not (found.newest and lower) or release_of(found.newest) >= release_of(lower)


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


@lru_cache(maxsize=64)
def _may_be_held_below(target: Target, name: str, version: str) -> bool:
    folders = ([it for it in files if read(it, name).get(name)] for files in target.folders)
    nearest = next(filter(None, folders), [])
    if _declared(target.declared, name) or any(
        os.path.basename(it.path) in LOCKS for it in nearest
    ):
        return False
    ends = [each.newest for file in nearest for each in read(file, name).get(name)]
    return any(end is not None and release_of(end) < release_of(version) for end in ends)


@lru_cache(maxsize=256)
def _leaves_out(target: Target, name: str, beside: str) -> bool:
    everything = [file for files in target.folders for file in files]
    if any(_may_ask_for(file, name) for file in everything):
        return False
    if any(_lists_all(file) and read(file, beside).get(beside) for file in everything):
        return True
    return _uses(target, beside) is True and _uses(target, name) is False


def _may_ask_for(file: File, name: str) -> bool:
    """Does a file have a distribution? Of a lock, what its packages could ask for is not meant."""
    if os.path.basename(file.path) in LOCKS:
        return bool(read(file, name).get(name))
    return name in words_of(file) or _brings(file, name)


def _lists_all(file: File) -> bool:
    """Is this a lock, or does it name what nobody asks for: the output of `pip freeze`?"""
    return os.path.basename(file.path) in LOCKS or all(
        any(it.pinned for it in read(file, name).get(name)) for name in _ASKED_BY_OTHERS
    )


def _mentions(file: File, name: str) -> bool:
    found = read(file, name)
    if found.get(name) or found.project == name or _brings(file, name):
        return True
    # fastapi-users, fastapi-cli and the like need FastAPI
    others = found.ranges if name == "fastapi" else None
    return any(it.startswith("fastapi-") for it in others or ())


def _brings(file: File, name: str) -> bool:
    """Does something that a file asks for bring a distribution along?"""
    return any(
        name in brought and bool(read(file, bringing.partition("[")[0]).get(bringing))
        for bringing, brought in _BRINGS.items()
    )


def _is_complete(files: list[File], name: str) -> bool:
    """Do these files say all that the project needs?"""
    paths = {it.path for it in files}
    if not all(included in paths for it in files for included in includes(it)):
        return False
    full = [it for it in files if _declares(it)]
    by_folder = {os.path.dirname(it.path) for it in full if it.path.endswith((".txt", ".in"))}
    return bool(full) and all(
        # dependencies that are made up at build time mostly come from the requirement files
        read(it, name).complete or os.path.dirname(it.path) in by_folder
        for it in files
    )


_DECLARATION = regex(r"^dependencies\b|^\[tool\.poetry\.dependencies\]|\bdynamic\b", re.M)
_PARTIAL = regex(r"dev|test|doc|lint|style|build|ci\b|constraint", re.I)


def _declares(file: File) -> bool:
    """Is this where the dependencies of the project itself are listed?"""
    base = os.path.basename(file.path)
    if base == "pyproject.toml":
        return _DECLARATION.search(text_of(file)) is not None
    if base in ("setup.cfg", "setup.py"):
        return "install-requires" in words_of(file)
    return not _PARTIAL.search(base)


@lru_cache(maxsize=1024)
def _allows(target: Target, name: str, specifier: str) -> bool:
    lower, newest, _ = _range(target, name)
    if newest is not None:
        return contains(specifier, newest)
    current = CURRENT.get(name)
    if current is None:
        return True
    if lower is not None and release_of(lower) > release_of(current):
        current = lower
    # later releases than the table knows satisfy any lower bound
    ends = [it for it in specifier.split(",") if not it.strip().startswith(">")]
    return contains(",".join(ends), current)


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
        if os.path.basename(file.path) not in OTHERS
        for pin in read(file, name).get(name)
        if pin.pinned
    ]
    return widest(pins) if pins else None


def _specified(files: tuple[File, ...], name: str) -> Range | None:
    ranges = [
        found
        for file in files
        if os.path.basename(file.path) not in LOCKS
        for found in read(file, name).get(name)
        if not found.pinned or os.path.basename(file.path) in OTHERS
    ]
    return widest(ranges) if ranges else None


_PROJECT_NAME = regex(r"^[ \t]*name[ \t]*=[ \t]*[\"']?([\w.-]+)", re.M)


def _is_project(file: File, name: str) -> bool:
    """Is this file about the project of that name? A quick look before a thorough one."""
    if os.path.basename(file.path) not in OTHERS or name not in words_of(file):
        return False
    maybe = any(normal(it) == name for it in _PROJECT_NAME.findall(text_of(file)))
    return maybe and read(file, name).project == name


def _lock_above(folders: tuple[tuple[File, ...], ...], name: str, within: Range) -> Range | None:
    """The lock file of a workspace lies above the members' pyproject.toml."""
    for files in folders:
        pins = [
            pin
            for file in files
            if os.path.basename(file.path) in LOCKS
            for pin in read(file, name).get(name)
        ]
        if pins:
            fitting = [it for it in pins if _within(it, within)]
            return widest(fitting) if fitting else None
    return None


def _within(pin: Range, outer: Range) -> bool:
    if pin.newest is None:
        return False
    key = release_of(pin.newest)
    after = outer.lower is None or key >= release_of(outer.lower)
    return after and (outer.newest is None or key <= release_of(outer.newest))


def _implied(target: Target, name: str) -> Range:
    """An old FastAPI has an old Starlette."""
    steps = IMPLIED_BY_FASTAPI.get(name)
    newest = _range(target, "fastapi").newest if steps else None
    if steps and newest is not None:
        for fastapi, below in steps:
            if release_of(newest) <= release_of(fastapi):
                return Range(None, newest_below(below))
    return Range()


def _current_is_open(name: str, found: Range) -> Range:
    """An end above the current release, such as `<3`, ends nothing."""
    current = CURRENT.get(name)
    if found.newest and current and not found.pinned:
        if release_of(found.newest) >= release_of(current):
            return found._replace(newest=None)
    return found


def _declared(options: tuple[str, ...], name: str) -> Range | None:
    for option in options:
        match = re.fullmatch(r"\s*([\w.-]+?)\s*([=<>~!].*)", option)
        if match and normal(match[1]) == name:
            spec = match[2].strip()
            if re.fullmatch(r"=\s*[\w.]+", spec):  # fastapi=0.115 is any 0.115
                spec = f"=={spec[1:].strip()}.*"
            return parsed(spec)
    return None
