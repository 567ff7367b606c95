"""Which projects lie beside a project and are installed with it, from their folders.

So say the members of a workspace, dependencies with a path, of uv as of Poetry, and lines such as
`-e ../core` in what pip is given.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatch
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.project import toml
from flake8_fastapi.model.project.files import (
    Folder,
    fingerprint,
    found_once,
    look,
    read_text,
    upwards,
)

_FILE = "pyproject.toml"
_REQUIREMENTS = regex(r"requirements.*\.(?:txt|in)\Z")
#: Lines of them with a path: `-e ../core[cli]`, `./libs/core`, `core @ file:../core`.
_PATH = regex(
    r"""(?mx) ^[ \t]* (?: (?:-e|--editable)[ =]+ | [\w.-]+[ ]*@[ ]* )? ["']? (?:file:)?
        (\.{1,2}/[\w./-]*)"""
)

#: Folders of a folder that are looked at for projects.
_MOST_BESIDE = 20


def run_with(around: Sequence[str]) -> tuple[str, ...]:
    """The folders of the projects that a file runs with, by the folders around it.

    Those that a project around it installs, and those that install it, at last.
    """
    using: dict[str, None] = {}
    for folder in around:
        if any(each in around for each in _installed_from(folder)):
            using[folder] = None
        if look(folder).has_strong_marker:
            using |= dict.fromkeys(user for user, _ in found_once(folder, _users_beside))
    return (*installed_with(around), *using)


def installed_with(around: Sequence[str]) -> tuple[str, ...]:
    """The folders of the projects that one around a file says to install, by those around it."""
    found = dict.fromkeys(chain.from_iterable(map(_installed_from, around)))
    return tuple(it for it in found if it not in around and look(it).has_strong_marker)


def workspace_of(project: str) -> str:
    """The outermost folder around a project in which one says to install it, or that one itself.

    The folder of that other project, or the one that both lie in.
    """
    found = project
    both = {around for _, around in found_once(project, _users_beside)}
    for folder in upwards(os.path.dirname(project)) if not look(project).is_top else ():
        if folder in both or project in _installed_from(folder):
            found = folder
    return found


def _users_beside(project: str) -> list[tuple[str, str]]:
    """The projects in the same checkout that say to install one, and the folder around both."""
    around = upwards(os.path.dirname(project))
    if look(project).is_top or not around or not look(around[-1]).is_top:
        return []
    return [
        (each, folder)
        for folder in around
        for each in _projects_in(folder)
        if not f"{each}{os.sep}".startswith(f"{project}{os.sep}")
        and project in _installed_from(each)
    ]


def _projects_in(around: str) -> Iterator[str]:
    """The folders of projects, some at most, that lie in a folder, or in one of its own."""
    for folder in islice(_within(around), _MOST_BESIDE):
        for each in (folder, *islice(_within(folder), _MOST_BESIDE)):
            if look(each).has_marker:
                yield each


def _within(folder: str) -> Iterator[str]:
    names = (it for it in sorted(look(folder).folders) if not it.startswith("."))
    return (os.path.join(folder, it) for it in names)


def _installed_from(folder: str) -> tuple[str, ...]:
    """The folders that the project in a folder says to install, whether or not they are there."""
    found: tuple[str, ...] = ()
    for name in _saying(look(folder)):
        path = os.path.join(folder, name)
        mark = fingerprint(path)
        if mark is not None:
            found += _installed(path, *mark)
    return found


@lru_cache(maxsize=512)
def _saying(folder: Folder) -> tuple[str, ...]:
    """The names of the files in a folder that may say so."""
    return tuple(it for it in sorted(folder.files) if it == _FILE or _REQUIREMENTS.match(it))


@lru_cache(maxsize=128)
def _installed(path: str, _changed: int, _size: int) -> tuple[str, ...]:
    folder, text = os.path.dirname(path), read_text(path)
    if not path.endswith(_FILE):
        paths = (os.path.normpath(os.path.join(folder, it)) for it in _PATH.findall(text))
        return tuple(it for it in paths if it != folder)
    tool = toml.table(toml.parse(text), "tool")
    found = [os.path.join(folder, name) for name in _paths(tool)]
    members = toml.table(tool, "uv", "workspace").get("members")
    for pattern in members if isinstance(members, list) else ():
        found += _matching(folder, str(pattern).strip("/").split("/"))
    return tuple(map(os.path.normpath, found))


def _paths(tool: Mapping[str, Any]) -> Iterator[str]:
    """The paths of dependencies: `core = { path = "../core", editable = true }`."""
    poetry = toml.table(tool, "poetry")
    groups = toml.table(poetry, "group").values()
    for dependencies in (
        toml.table(tool, "uv", "sources"),
        toml.table(poetry, "dependencies"),
        toml.table(poetry, "dev-dependencies"),
        *(toml.table(group, "dependencies") for group in groups),
    ):
        for given in dependencies.values():
            for each in given if isinstance(given, list) else (given,):
                path = toml.table(each).get("path")
                if isinstance(path, str):
                    yield path


def _matching(folder: str, parts: list[str]) -> Iterator[str]:
    """The folders that `libs/*` stands for."""
    if not parts:
        yield folder
    elif "*" not in parts[0]:
        yield from _matching(os.path.join(folder, parts[0]), parts[1:])
    else:
        for name in sorted(look(folder).folders):
            if fnmatch(name, parts[0]):
                yield from _matching(os.path.join(folder, name), parts[1:])
