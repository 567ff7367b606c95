"""What lies on disk: the names in a folder, the text of a file, what deploys a project.

Within `still`, nothing is looked at twice.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeVar

from flake8_fastapi.model.lean import regex

Found = TypeVar("Found", bound=Hashable)
Answer = TypeVar("Answer")

#: Texts that are kept.
MOST_TEXTS = 512
_STRONG_MARKERS = frozenset({".git", "pyproject.toml", "setup.cfg"})
_SETUP = "setup.py"
#: With one of these a setup.py packages what lies beside it: others set up an application.
_PACKAGES = regex(r"^[ \t]*(?:from|import)\b[^\n#]*\b(?:setuptools|distutils|skbuild)\b", re.M)
_CALLS_SETUP = regex(r"\bsetup\s*\(")
_REQUIREMENTS = regex(r"requirements.*\.txt\Z")
#: What is to be installed for the tests of a project makes no project of them.
_TESTS = frozenset({"test", "tests"})
#: Nanoseconds until a second change to a folder surely shows in its time.
SETTLED = 50_000_000


class Folder:
    """What lies in one folder: the names, and what they say about it."""

    __slots__ = (
        "_has_requirements",
        "_is_marked",
        "_setup",
        "files",
        "folders",
        "is_package",
        "is_top",
    )

    def __init__(self, files: frozenset[str], folders: frozenset[str], path: str = "") -> None:
        self.files = files
        self.folders = folders
        self.is_package = "__init__.py" in files
        self.is_top = ".git" in folders or ".git" in files  # a file in worktrees and submodules
        self._is_marked = self.is_top or not _STRONG_MARKERS.isdisjoint(files)
        self._setup = os.path.join(path, _SETUP) if _SETUP in files else None
        self._has_requirements = os.path.basename(path) not in _TESTS and any(
            map(_REQUIREMENTS.match, files)
        )

    @property
    def has_strong_marker(self) -> bool:
        """Whether something in it says that a project begins there."""
        return self._is_marked or (self._setup is not None and _packages(self._setup))

    @property
    def has_marker(self) -> bool:
        """Whether something in it looks so, if only what is to be installed."""
        return self._has_requirements or self.has_strong_marker


_NOTHING = Folder(frozenset(), frozenset())


_seen: dict[str, Folder] | None = None  #: what was seen, while the disk is taken to be still
_stamps: dict[str, tuple[int, int] | None] = {}  #: of the files that were asked for in that time
_MOST_SEEN = 4096
_run: dict[str, Folder] | None = None  #: what was `seen` when `_found` began to fill
_found: dict[object, Any] = {}  #: what was found out of what lies there, in the run
_MOST_FOUND = 8192


@contextmanager
def still(seen: dict[str, Folder]) -> Iterator[None]:
    """Take the folders to stay as they were `seen`: the files of a run ask for the same ones.

    Files are taken to stay only until this is left. Within another `still`, what that one has seen
    holds.
    """
    global _seen, _run
    before = _seen
    if before is None:
        _seen = seen
        if _run is not seen:
            _run = seen
            _found.clear()
        _stamps.clear()
    try:
        yield
    finally:
        _seen = before


def found_once(key: Found, find: Callable[[Found], Answer]) -> Answer:
    """What `find` tells of a key, for the rest of a run: where imports start from, what is above.

    Of what it reads on the way, the files that a run goes through are taken to stay.
    """
    if _seen is None:
        return find(key)
    asked = find, key
    if asked in _found:
        known: Answer = _found[asked]
        return known
    answer = find(key)
    if len(_found) >= _MOST_FOUND:
        _found.clear()
    _found[asked] = answer
    return answer


def look(folder: str) -> Folder:
    """What lies in `folder`; an empty one if it can't be read."""
    if _seen is None:
        return _look(folder)
    there = _seen.get(folder)
    if there is None:
        if len(_seen) >= _MOST_SEEN:
            _seen.clear()
        there = _seen[folder] = _look(folder)
    return there


def _look(folder: str) -> Folder:
    try:
        changed = os.stat(folder).st_mtime_ns
    except (OSError, ValueError):
        return _NOTHING
    if time.time_ns() - changed < SETTLED:
        return _scan(folder)
    return _scan_once(folder, changed)


def _scan(folder: str) -> Folder:
    files: list[str] = []
    folders: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                (folders if entry.is_dir() else files).append(entry.name)
    except OSError:
        return _NOTHING
    return Folder(frozenset(files), frozenset(folders), folder)


@lru_cache(maxsize=2048)
def _scan_once(folder: str, _changed: int) -> Folder:
    return _scan(folder)


def fingerprint(path: str) -> tuple[int, int] | None:
    """Time of the last change (ns) and size of a file: the same pair, the same text."""
    if _seen is not None and path in _stamps:
        return _stamps[path]
    try:
        status = os.stat(path)
        stamp = status.st_mtime_ns, status.st_size
    except (OSError, ValueError):
        stamp = None
    if _seen is not None:
        _stamps[path] = stamp
    return stamp


def read_text(path: str, limit: int = 32 * 1024 * 1024) -> str:
    """The text of a file, "" if there is none; odd bytes are replaced."""
    try:
        with open(path, "rb") as file:
            data = file.read(limit)
    except (OSError, ValueError):
        return ""
    # PowerShell's `pip freeze > requirements.txt` writes UTF-16
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return data.decode(encoding, errors="replace").replace("\r\n", "\n")


@lru_cache(maxsize=MOST_TEXTS)
def text_of(path: str, _stamp: tuple[int, int]) -> str:
    """A text that is asked for many times, for one name after the other."""
    return read_text(path)


def text_at(path: str) -> str:
    """The same as it is now, "" if there is none."""
    stamp = fingerprint(path)
    return text_of(path, stamp) if stamp is not None else ""


def _packages(setup: str) -> bool:
    """Whether a setup.py is that of a project, by its text."""
    stamp = fingerprint(setup)
    return stamp is not None and _packages_as_it_is(setup, stamp)


@lru_cache(maxsize=MOST_TEXTS)
def _packages_as_it_is(setup: str, _stamp: tuple[int, int]) -> bool:
    text = read_text(setup)
    return _PACKAGES.search(text) is not None and _CALLS_SETUP.search(text) is not None


def upwards(folder: str, limit: int = 40) -> tuple[str, ...]:
    """`folder` and the folders around it, up to the one that holds `.git`."""
    return found_once((folder, limit), _up_to_top)


def _up_to_top(asked: tuple[str, int]) -> tuple[str, ...]:
    folder, limit = asked
    places = _upwards(folder)[:limit]
    above = next((at for at, it in enumerate(places, 1) if look(it).is_top), len(places))
    return places[:above]


@lru_cache(maxsize=2048)
def _upwards(folder: str) -> tuple[str, ...]:
    """`folder` and all that its path goes through."""
    places = [folder]
    while (parent := os.path.dirname(folder)) != folder:
        places.append(parent)
        folder = parent
    return tuple(places)


#: Where the environment of a deployment is written down.
_DEPLOYMENT = regex(
    r"(?i).*compose.*|.*\.ya?ml|.*\.env(?:\..*)?|\.?env(?:[._-].*)?|.*\.(?:toml|ini|cfg|conf|sh)"
    r"|dockerfile.*|procfile|makefile"
)
#: Such files read, and bytes of each.
_MOST_DEPLOYMENT, _LARGEST_DEPLOYMENT = 60, 200_000


def deployment_texts(filename: str, around: bool = True) -> Iterator[str]:
    """The texts that may set the environment of a project: in it, and in the folder around it.

    `around`: whether that folder, in which other projects may lie, is of interest.
    """
    root = project_root(filename)
    if root is None:
        return
    left = _MOST_DEPLOYMENT
    outside = () if look(root).is_top or not around else (os.path.dirname(root),)
    for folder in (root, *outside):
        for place in (folder, *(os.path.join(folder, it) for it in sorted(look(folder).folders))):
            for name in sorted(look(place).files):
                if _DEPLOYMENT.fullmatch(name) and left > 0:
                    left -= 1
                    yield read_text(os.path.join(place, name), limit=_LARGEST_DEPLOYMENT)


def deployment_above(filename: str) -> tuple[str, list[str]]:
    """The name of the folder of a project, and such texts of the folder around it alone.

    There lies what deploys one project or several, each by the name of its folder.
    """
    root = project_root(filename)
    if root is None or look(root).is_top:
        return "", []
    above, own = os.path.split(root)
    named = [each for each in sorted(look(above).files) if _DEPLOYMENT.fullmatch(each)]
    return own, [
        read_text(os.path.join(above, each), limit=_LARGEST_DEPLOYMENT)
        for each in named[:_MOST_DEPLOYMENT]
    ]


def starting_texts(filename: str) -> Iterator[str]:
    """The texts that may say how an application is started: those, and each README on the way."""
    yield from deployment_texts(filename)
    yield from readme_texts(filename)


def readme_texts(filename: str) -> Iterator[str]:
    """Each README from the folder of a file up to that of its project."""
    root = project_root(filename)
    for folder in upwards(folder_of(filename)):
        for name in sorted(look(folder).files):
            if name.lower().startswith("readme"):
                yield read_text(os.path.join(folder, name), limit=_LARGEST_DEPLOYMENT)
        if folder == root:
            return


def folder_of(filename: str) -> str:
    """The absolute folder of a file; the current one for standard input."""
    return os.path.dirname(os.path.abspath(filename))


def checkout(folder: str) -> str | None:
    """The top of the checkout around a folder; None where it lies in none."""
    *_, top = upwards(folder)
    return top if look(top).is_top else None


def project_root(filename: str) -> str | None:
    """The nearest folder around a file that looks like a project: pyproject.toml and such."""
    return next((it for it in upwards(folder_of(filename)) if look(it).has_marker), None)
