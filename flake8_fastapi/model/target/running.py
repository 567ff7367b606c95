"""Which Python a project is run with: what `.python-version`, runtime.txt and Dockerfiles say.

They tell one minor version, such as 3.10, where `requires-python` tells the oldest. Workflows are
not asked, they test several. A project of several services may have a Dockerfile in each of its
folders.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.project.files import Folder, fingerprint, look, read_text
from flake8_fastapi.model.target.files import File

#: Bytes of a file that is read: nobody writes a longer one by hand.
_LARGEST = 100_000
_UNKNOWN = ""  #: a Python of which nothing says what version it is

_DOCKERFILE = regex(r"dockerfile(?:[._-].*)?|.*\.dockerfile", re.I)
_WORD = regex(r"(?:c?python-)?(\d\.\d{1,2})(?:[.a-z-][\w.-]*)?", re.I)


def python_of(around: Iterable[str]) -> str | None:
    """The Python that the nearest of some folders tells; None if none does, or they disagree."""
    is_inside = True  # of the project whose root is still to come
    for folder in around:
        told = _told(_files(folder))
        if is_inside and not told and look(folder).has_strong_marker:
            told = _told(_files_below(folder))
        is_inside = is_inside and not look(folder).has_strong_marker
        if told:
            return told.pop() or None if len(told) == 1 else None
    return None


def _told(files: Iterable[File]) -> set[str]:
    return {version for file in files for version in _read(file)}


def _files(folder: str) -> Iterator[File]:
    """The files of a folder that may tell it."""
    there = look(folder)
    names = list(_names(there))
    if "docker" in there.folders:
        names += _dockerfiles(folder, "docker")
    return _opened(folder, names)


def _files_below(folder: str) -> Iterator[File]:
    """The Dockerfiles of the folders in a folder, hidden ones left out."""
    inner = (name for name in sorted(look(folder).folders) if not name.startswith("."))
    return _opened(folder, (path for name in inner for path in _dockerfiles(folder, name)))


def _dockerfiles(folder: str, name: str) -> list[str]:
    """The paths, from a folder, of the Dockerfiles in a folder in it."""
    inner = _names(look(os.path.join(folder, name)))
    return [os.path.join(name, it) for it in inner if _is_dockerfile(it)]


def _opened(folder: str, names: Iterable[str]) -> Iterator[File]:
    """The files of that name that can be read."""
    for name in names:
        path = os.path.join(folder, name)
        mark = fingerprint(path)
        if mark is not None and 0 < mark[1] <= _LARGEST:  # what never ends has no size
            yield File(path, *mark)


@lru_cache(maxsize=512)
def _names(folder: Folder) -> tuple[str, ...]:
    plain = (".python-version", "runtime.txt")
    return tuple(sorted(it for it in folder.files if it in plain or _is_dockerfile(it)))


def _is_dockerfile(name: str) -> bool:
    return _DOCKERFILE.fullmatch(name) is not None


@lru_cache(maxsize=256)
def _read(file: File) -> frozenset[str]:
    """The minor versions that a file tells."""
    text = read_text(file.path, limit=_LARGEST)
    if _is_dockerfile(os.path.basename(file.path)):
        return frozenset(_of_images(text))
    words = (word for line in text.splitlines() for word in line.partition("#")[0].split())
    found = map(_WORD.fullmatch, words)
    return frozenset(match[1] for match in found if match)


_FROM = regex(r"\s*FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?\s*", re.I)
_ARG = regex(r"\s*ARG\s+(.*)", re.I)
_ARGUMENT = regex(r"\b(\w+)=(\"[^\"]*\"|'[^']*'|\S*)")
_VARIABLE = regex(r"\$(?:(\w+)|\{(\w+)(?::?-([^}$]*))?\})")


def _of_images(text: str) -> set[str]:
    """The Pythons of a Dockerfile's stages; none if the last one, which runs, has none of them."""
    arguments: dict[str, str] = {}  # those before the first stage are for all `FROM`
    stages: dict[str, str | None] = {}
    found: list[str | None] = []
    for line in re.sub(r"\\[ \t]*\n", " ", text).splitlines():
        if stage := _FROM.fullmatch(line):
            image = _filled_in(stage[1], arguments).lower()
            version = stages[image] if image in stages else _of_image(image)
            found.append(version)
            if stage[2]:
                stages[stage[2].lower()] = version
        elif not found and (declared := _ARG.fullmatch(line)):
            arguments.update((name, it.strip("'\"")) for name, it in _ARGUMENT.findall(declared[1]))
    if not found or found[-1] is None:
        return set()
    return {version for version in found if version is not None}


def _filled_in(image: str, arguments: dict[str, str]) -> str:
    """The name of an image with its variables replaced, by nothing where nothing is known."""
    return _VARIABLE.sub(lambda it: arguments.get(it[1] or it[2]) or it[3] or "", image)


_TAG = regex(r"(\d\.\d{1,2})(?!\d)")
_NAMED = regex(r"(?:.*[-_])?python-?(\d\.\d{1,2})(?!\d)")


def _of_image(image: str) -> str | None:
    """The Python of an image, by its tag; None if it is not made for Python."""
    repository, _, tag = image.partition("@")[0].rpartition("/")[2].partition(":")
    if repository == "python":
        match = _TAG.match(tag)
        return match[1] if match else _UNKNOWN
    match = _NAMED.match(tag)
    return match[1] if match else None
