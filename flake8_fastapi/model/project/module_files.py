"""Which file is a module, and which module is a file? Below a folder, or below one of several.

Folders are listed and the imports of files read; nothing is ever imported. A guess that could go
two ways is no answer: `find_module` says None. Where imports start from, `import_roots` tells.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache

from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.project.files import fingerprint, folder_of, found_once, look, read_text

#: What is tried because it may fail.
_MAY_FAIL = regex(r"\bexcept\b[^\n]*\b(?:ImportError|ModuleNotFoundError)\b")
#: The beginning of an import: a module and what is taken of it, the dots before it, or a module.
_IMPORT = regex(
    r"^[ \t]*(?:from[ \t]+(?:(\w[\w.]*)[ \t]+import[ \t]+\(?\s*(\w+)|(\.+))"
    r"|import[ \t]+(\w[\w.]*))",
    re.M,
)

#: Folders are called like the libraries they are for: app/celery, tests/pytest.
FAMOUS = frozenset(
    """
    aiohttp alembic anthropic boto3 celery click dramatiq elasticsearch email_validator fastapi
    flask grpc httpx jinja2 jose jwt kafka langchain logfire mcp mongoengine motor numpy openai
    pandas passlib PIL psycopg psycopg2 pydantic pydantic_settings pymongo pytest redis requests
    rich sentry_sdk slack sqlalchemy sqlmodel starlette stripe telegram tensorflow torch
    transformers typer uvicorn
    """.split()
)


class Roots(tuple[str, ...]):
    """Folders that absolute imports start from, best first.

    The first `sure` of them are known to be roots, in this order, as on `sys.path`; the others
    are likely, in no certain order. Of those `beside`, of projects that run with this one, come the
    packages that none of them has; of those `installed`, which are installed with it, parts of
    packages as well that are without an `__init__.py` in them.
    """

    sure: int
    beside: tuple[str, ...]
    installed: tuple[str, ...]

    def __new__(
        cls,
        folders: Sequence[str] = (),
        sure: int = 0,
        beside: tuple[str, ...] = (),
        installed: tuple[str, ...] = (),
    ) -> Roots:
        self = super().__new__(cls, folders)
        self.sure = sure
        self.beside = beside
        self.installed = installed
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Roots) or self.beside != other.beside:
            return False
        if self.installed != other.installed:
            return False
        return self.sure == other.sure and super().__eq__(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash((self.sure, self.beside, tuple(self)))


def find_module(name: str, roots: Sequence[str]) -> str | None:
    """The file of an absolute import, None if there is none, or one of two.

    Names of the standard library stay there. A module that imports its own name (`redis.py`
    with `import redis`) isn't what that name means.
    """
    top = name.partition(".")[0]
    if top in sys.stdlib_module_names and top != "test":
        return None
    return found_once((name, roots if isinstance(roots, Roots) else Roots(roots)), _find_module)


def _find_module(asked: tuple[str, Roots]) -> str | None:
    name, roots = asked
    top = name.partition(".")[0]
    candidates = _candidates(name, _having(top, roots))
    if not candidates:
        candidates = _candidates(name, _with_parts(top, roots))
    if len(candidates) > 1 and len(set(map(os.path.realpath, candidates))) > 1:
        return None
    return candidates[0] if candidates else None


def _candidates(name: str, roots: Roots) -> list[str]:
    """The files that a module may be, of which a sure one leaves no other."""
    parts = name.split(".")
    found: list[str] = []
    for index, root in enumerate(roots):
        path = file_below(root, parts)
        if path is not None and _is_something_else(path, name, root, index < roots.sure):
            continue
        if index < roots.sure:
            if path is not None or takes(root, parts[0]):
                return [] if path is None else [path]
        elif path is not None and path not in found:
            found.append(path)
    return found


def _having(top: str, roots: Sequence[str]) -> Roots:
    """Roots that the first part of a name may lie in: if in none of the project's, then others."""
    if not isinstance(roots, Roots):
        return Roots(roots)
    if not roots.beside or any(_has(root, top) for root in roots):
        return roots
    return Roots([each for each in roots.beside if _has(each, top)])


def _with_parts(top: str, roots: Roots) -> Roots:
    """Roots of what is installed with the project, if it may have parts of the same package.

    As none of this one's has an `__init__.py`: `shop.api` is here, and `shop.shared` is beside it.
    """
    if not roots.installed or any(takes(root, top) for root in roots):
        return Roots()
    return Roots([each for each in roots.installed if _has(each, top)])


def _has(root: str, top: str) -> bool:
    """Whether a folder has a module or package of that name, and not only a project of it."""
    folder = folder_below(root, [top])
    if folder is not None and not look(folder).has_strong_marker:
        return True
    return file_below(root, [top]) is not None


def _is_something_else(path: str, name: str, root: str, is_sure: bool) -> bool:
    """Does a file only happen to have the name of something installed?"""
    if not is_sure and name.partition(".")[0] in FAMOUS:
        return not look(root).has_marker and os.path.basename(root) != "src"
    return "." not in name and imports_itself(path, name)


def module_name(filename: str, roots: Sequence[str]) -> str:
    """The dotted name of a file: below a sure root, else the longest one that can be imported.

    Below a sure one, too, it has to lie as deep as its own relative imports lead up.
    """
    path = os.path.abspath(filename)
    stem = os.path.splitext(path)[0]
    above = relative_dots(path)
    if os.path.basename(stem) == "__init__":
        stem = os.path.dirname(stem)
        above -= 1
    sure = roots.sure if isinstance(roots, Roots) else 0
    best: list[str] = []
    for index, root in enumerate(roots):
        prefix = root if root.endswith(os.sep) else root + os.sep
        if not stem.startswith(prefix):
            continue
        parts = stem[len(prefix) :].split(os.sep)
        if all(map(str.isidentifier, parts)):
            if index < sure and len(parts) > above:
                return ".".join(parts)
            if len(parts) > len(best) and not _starts_in_container(root, parts):
                best = parts
    return ".".join(best) or os.path.basename(stem)


def _starts_in_container(root: str, parts: list[str]) -> bool:
    """Is the first part a folder that holds code but isn't a package, such as `backend`?

    One that is called as a library, `fastapi` beside `frontend`, is none: imports mean the library.
    """
    if len(parts) == 1 or parts[0] not in {"src", "backend", "server", "python", *FAMOUS}:
        return False
    return not look(os.path.join(root, parts[0])).is_package


def relative_folder(filename: str, level: int) -> str:
    """The folder that relative imports with `level` dots in a file start from."""
    folder = folder_of(filename)
    for _ in range(level - 1):
        folder = os.path.dirname(folder)
    return folder


def find_relative(filename: str, level: int, name: str = "") -> str | None:
    """The file of `from .name import` (`level` dots) in a file; needs no roots."""
    folder = relative_folder(filename, level)
    if name:
        return file_below(folder, name.split("."))
    return os.path.join(folder, "__init__.py") if look(folder).is_package else None


def is_package_folder(name: str, roots: Sequence[str]) -> bool:
    """Does a dotted name mean a folder below one of the roots, with `__init__.py` or without?"""
    return any(_folders(name.split("."), roots))


def package_folders(name: str, roots: Sequence[str]) -> list[str]:
    """The folders below the roots that a package of the project may be; of a library, none."""
    if name in sys.stdlib_module_names or name in FAMOUS:
        return []
    return [*dict.fromkeys(_folders(name.split("."), roots))]


def _folders(parts: list[str], roots: Sequence[str]) -> Iterator[str]:
    having = _having(parts[0], roots)
    for root in (*having, *_with_parts(parts[0], having)):
        folder = folder_below(root, parts)
        if folder is not None:
            yield folder


def folder_below(root: str, parts: list[str]) -> str | None:
    """The folder `root/a/b` of the package `a.b`, if Python would take it for one."""
    folder = root
    for part in parts:
        there = look(folder)
        if part not in there.folders:
            return None
        folder = os.path.join(folder, part)
        if part + ".py" in there.files and not look(folder).is_package:
            return None  # the module goes before a folder without `__init__.py`
    return folder


def file_below(root: str, parts: list[str]) -> str | None:
    """The file of a module below one root, as Python's own finder picks it."""
    folder = folder_below(root, parts[:-1])
    if folder is None:
        return None
    there, last = look(folder), parts[-1]
    if last in there.folders:
        package = os.path.join(folder, last)
        if look(package).is_package:
            return os.path.join(package, "__init__.py")
    return os.path.join(folder, last + ".py") if last + ".py" in there.files else None


def takes(root: str, top: str) -> bool:
    """Does a root have the first part of a name for itself: a module or a regular package?"""
    path = file_below(root, [top])
    return path is not None and not imports_itself(path, top)


def imports_itself(path: str, name: str) -> bool:
    """Does the module `name.py` import its own name, which then means something installed?"""
    if os.path.basename(path) == "__init__.py":
        return False
    return any(it == name or it.startswith(name + ".") for it in imported_names(path))


def imported_names(path: str) -> frozenset[str]:
    """The absolute imports of a file, by a look at its lines: `a`, `a.b`."""
    mark = fingerprint(path)
    return frozenset() if mark is None else _imported(path, *mark)[0]


def relative_dots(path: str) -> int:
    """The most dots before a name in the imports of a file; where they may fail, none count."""
    mark = fingerprint(path)
    return 0 if mark is None else _imported(path, *mark)[1]


@lru_cache(maxsize=512)
def _imported(path: str, _changed: int, _size: int) -> tuple[frozenset[str], int]:
    names: set[str] = set()
    dots = 0
    text = read_text(path)
    for module, member, above, plain in _imports_in(text):
        if above:
            dots = max(dots, len(above))
        else:
            names |= {plain} if plain else {module, f"{module}.{member}"}
    if dots and _MAY_FAIL.search(text) is not None:
        dots = 0
    return frozenset(names), dots


def _imports_in(text: str) -> Iterator[tuple[str, ...]]:
    """What the pattern matches in a text; to find the word is faster than to search for it."""
    place = text.find("import")
    while place >= 0:
        match = _IMPORT.match(text, text.rfind("\n", 0, place) + 1)
        if match is not None:
            yield match.groups("")
        place = text.find("import", max(place + 1, match.end() if match else 0))
