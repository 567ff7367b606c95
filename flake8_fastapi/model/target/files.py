"""Finds the files around a source file that may say what its project needs, and reads them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.project.files import Folder, fingerprint, look, read_text
from flake8_fastapi.model.target.versions import normal

LOCKS = (
    "uv.lock", "poetry.lock", "pdm.lock", "pylock.toml", "Pipfile.lock", "requirements.lock",
)  # fmt: skip
OTHERS = ("pyproject.toml", "setup.cfg", "setup.py", "Pipfile", "pixi.toml")
CONDA = ("environment.yml", "environment.yaml")
#: Folders in one that are looked into.
_MOST_BESIDE = 30
_REQUIREMENTS = regex(r"(?:.*[-_.])?requirements.*\.(?:txt|in)\Z", re.I)


class File(NamedTuple):
    """A file with its fingerprint: as long as that is the same, so is what it says."""

    path: str
    changed: int
    size: int


def dependency_files(folder: str) -> Iterator[File]:
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
        pending += [it for it in includes(file) if it.startswith(folder + os.sep)]


def files_beside(top: str) -> tuple[tuple[File, ...], ...]:
    """Those of the projects with FastAPI in the top of a checkout, as if they lay in one folder.

    For what lies in none of them, such as `tests/` beside `backend/requirements.txt`.
    """
    there = look(top)
    inner = sorted(there.folders)[:_MOST_BESIDE] if there.is_top else ()
    projects = (tuple(dependency_files(os.path.join(top, it))) for it in inner)
    found = (files for files in projects if any("fastapi" in words_of(file) for file in files))
    beside = tuple(chain.from_iterable(found))
    return (beside,) if beside else ()


@lru_cache(maxsize=512)
def _dependency_names(folder: Folder) -> tuple[str, ...]:
    names = [it for it in (*LOCKS, *OTHERS, *CONDA) if it in folder.files]
    return (*names, *sorted(it for it in folder.files if _REQUIREMENTS.match(it)))


@lru_cache(maxsize=256)
def includes(file: File) -> tuple[str, ...]:
    """The paths that a requirements file includes."""
    if not file.path.endswith((".txt", ".in")):
        return ()
    found = re.findall(r"^\s*(?:-r|--requirement)[ =]*(\S+)", text_of(file), re.M)
    folder = os.path.dirname(file.path)
    return tuple(os.path.normpath(os.path.join(folder, it)) for it in found)


@lru_cache(maxsize=64)
def text_of(file: File) -> str:
    return read_text(file.path)


@lru_cache(maxsize=256)
def words_of(file: File) -> str:
    """The text to look for a plain word in, with every name in its one spelling."""
    return normal(text_of(file))
