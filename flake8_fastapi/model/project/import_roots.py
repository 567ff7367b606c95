"""Which file is that import? Folders are listed and small files read; nothing is ever imported.

Python itself would ask `sys.path`; a linter has to guess it from where the files lie. A guess
that could go two ways is no answer: `find_module` says None.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache

from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.project.files import (
    fingerprint,
    folder_of,
    found_once,
    look,
    read_text,
    upwards,
)
from flake8_fastapi.model.project.workspaces import run_with

_NEIGHBOURS = 8  # files of a folder that are read to learn how they import each other
_INSTALLED = ("site-packages", "dist-packages")
_MAY_FAIL = regex(r"\bexcept\b[^\n]*\b(?:ImportError|ModuleNotFoundError)\b")

# Folders are called like the libraries they are for: app/celery, tests/pytest.
_FAMOUS = frozenset(
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
    packages that none of them has.
    """

    sure: int
    beside: tuple[str, ...]

    def __new__(
        cls, folders: Sequence[str] = (), sure: int = 0, beside: tuple[str, ...] = ()
    ) -> Roots:
        self = super().__new__(cls, folders)
        self.sure = sure
        self.beside = beside
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Roots) or self.beside != other.beside:
            return False
        return self.sure == other.sure and super().__eq__(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash((self.sure, self.beside, tuple(self)))


def import_roots(filename: str, declared: tuple[str, ...] = ()) -> Roots:
    """The folders that an absolute import in this file may start from, best first.

    Declared ones; a package that the file's own imports start in, as the program runs from there;
    the folder around the outermost package of the file, with `__init__.py` or named by the file's
    own imports; else its own folder, as scripts run from there; then every folder up to the root
    of the project, each with its `src`.
    """
    return found_once((os.path.abspath(filename), declared), _import_roots)


def _import_roots(asked: tuple[str, tuple[str, ...]]) -> Roots:
    path, declared = asked
    own = os.path.dirname(path)
    around = list(upwards(own))
    sure = [found for name in declared if (found := _declared_root(name, around))]
    if any(part in own for part in _INSTALLED):
        return Roots(sure, len(sure))

    first = 0  # of the roots in `around`: the parent of the outermost package
    while first + 1 < len(around) and _is_plain_package(around[first]):
        first += 1
    is_known = first > 0 and not look(around[first]).is_package
    last = _last_root(around, first)
    named = _named_by_imports(path, around, first, last)
    if named is None and is_known:
        named = _named_by_what_lacks(path, around, first, last)
    if named is not None:
        first, is_known = named, True
    if is_known:
        started = _started_from(path, around[:first], around[first])
        sure += [it for it in (started, around[first]) if it is not None]

    if last is None:  # no project: modules beside the file, or beside its folder
        last = first if is_known else min(1, len(around) - 1)
    likely = [around[first]]
    by_top = _inner_names(imported_names(path))
    for folder in around[first : last + 1]:
        source = os.path.join(folder, "src")
        if "src" in look(folder).folders:
            if not look(source).is_package or _starts_in(source, by_top, folder):
                likely.append(source)
        likely.append(folder)
    sure = list(dict.fromkeys(sure))
    likely = [it for it in dict.fromkeys(likely) if it not in sure]
    return Roots(sure + likely, len(sure), _roots_of(run_with(around)))


def _roots_of(projects: tuple[str, ...]) -> tuple[str, ...]:
    """The folders that imports of what some projects have start from."""
    sources = (os.path.join(each, "src") for each in projects)
    return (*projects, *(it for it in sources if look(it).folders and not look(it).is_package))


def _named_by_imports(path: str, around: list[str], first: int, last: int | None) -> int | None:
    """The root that a file's imports give away by naming a folder which the file lies in.

    Packages without `__init__.py` are found by `from app.core import ...` in app/services/a.py,
    or in the files beside it; by `from ..core import ...`, too, which leads out of its package.
    """
    outermost = first if last is None else last
    inside = {os.path.basename(around[i]): i + 1 for i in reversed(range(first, outermost))}
    if not inside:
        return None
    beside = sorted(it for it in look(around[0]).files if it.endswith(".py"))[:_NEIGHBOURS]
    above = relative_dots(path)
    is_script = not above and _imports_from(around[0], path)
    for file in (path, *(os.path.join(around[0], it) for it in beside)):
        named = _folders_named_in(file, inside, around)
        if named:
            return min(named)
        if not is_script:
            above = max(above, relative_dots(file))
    if not first < above <= outermost:
        return None
    while above < outermost and _is_plain_package(around[above]):
        above += 1
    return above


def _folders_named_in(file: str, inside: dict[str, int], around: list[str]) -> set[int]:
    """Those of the folders around a file, by name, that its imports start with, as roots.

    Where they start with several, one that has not all that is asked of it is called like a
    library: `from langgraph.types import Send` in app/langgraph, beside `from app.core import ...`.
    Nor does a module import itself.
    """
    named: set[int] = set()
    lacking: set[int] = set()
    for name in imported_names(file):
        parts = name.split(".")
        index = inside.get(parts[0])
        if index is None:
            continue
        found = _resolve(around[index], parts)
        if found is not None and found != file and not _imports(found, name):
            named.add(index)
        elif found is not None or not _may_have(around[index], parts):
            lacking.add(index)
    return named - lacking or named


def _may_have(root: str, parts: list[str]) -> bool:
    """Whether a name may mean a folder below a root, or what a module there has."""
    if _folder(root, parts) is not None:
        return True
    return len(parts) > 1 and _resolve(root, parts[:-1]) is not None


def _named_by_what_lacks(path: str, around: list[str], first: int, last: int | None) -> int | None:
    """The root that has a module which the package of its name beside the file's own lacks.

    app/api/orders/router.py says `from services.prices import find`, and app/api/services is
    there, too, but only app/services has the module: the folder `api` is no root then. What the
    file's own package lacks, nobody has.
    """
    root, own = around[first], os.path.basename(around[first - 1])
    names = imported_names(path)
    for name in sorted({name.rpartition(".")[0] for name in names} & names):
        top, *rest = parts = name.split(".")
        if not rest or top == own or not _takes(root, top):
            continue
        if _resolve(root, parts) is None and _folder(root, parts) is None:
            for index in range(first + 1, first if last is None else last + 1):
                if _resolve(around[index], parts) is not None:
                    return index
    return None


def _imports_from(folder: str, path: str) -> bool:
    """Whether a file imports what lies in a folder as if the program ran from there."""
    tops = {name.partition(".")[0] for name in imported_names(path)}
    return any(_resolve(folder, [it]) for it in tops - sys.stdlib_module_names - _FAMOUS)


def _started_from(path: str, packages: list[str], root: str) -> str | None:
    """The package, outermost first, that a file's imports start in: it is run from there.

    backend/__init__.py is there, and backend/api/orders.py says `from schemas.order import Order`.
    What the folder around the packages has, or a library's name, proves nothing. Nor does the name
    of a package that the file lies in, where those beside it import the outermost one by its name:
    `from redis.client import Redis` in shop/redis/cache.py, beside `from shop.cart import Cart`.
    """
    by_top = _inner_names(imported_names(path)) if packages else {}
    own = by_top.keys() & {os.path.basename(each) for each in packages[:-1]}
    if own and _name_one_of(packages[0], os.path.basename(packages[-1])):
        by_top = {top: names for top, names in by_top.items() if top not in own}
    return next((it for it in reversed(packages) if _starts_in(it, by_top, root)), None)


def _name_one_of(folder: str, package: str) -> bool:
    """Whether one of the files of a folder imports a package, by its name."""
    files = sorted(it for it in look(folder).files if it.endswith(".py"))[:_NEIGHBOURS]
    return any(
        name.partition(".")[0] == package
        for file in files
        for name in imported_names(os.path.join(folder, file))
    )


def _starts_in(package: str, by_top: dict[str, list[str]], root: str) -> bool:
    """Do imports, by the first part of their names, start in a package, and not around it?

    What is imported from a module has to be there, not only a module of its name.
    """
    there = look(package)
    return any(
        _lies_in(package, name, root)
        for top, names in by_top.items()
        if top in there.folders or f"{top}.py" in there.files
        for name in names
        if not _is_asked_for_more(name, names) or _hands_on_all(package, name)
    )


def _is_asked_for_more(module: str, names: list[str]) -> bool:
    """Whether something is imported from a module, or from one within it."""
    return any(each.startswith(f"{module}.") for each in names)


def _hands_on_all(folder: str, module: str) -> bool:
    """Whether a module has all that another one has: `from .users import *`."""
    found = _resolve(folder, module.split("."))
    return found is not None and "import *" in read_text(found)


@lru_cache(maxsize=512)
def _inner_names(names: frozenset[str]) -> dict[str, list[str]]:
    """Those with a dot, by their first part, that belong to no library one knows."""
    by_top: dict[str, list[str]] = {}
    for name in names:
        top, dot, _ = name.partition(".")
        if dot and top not in sys.stdlib_module_names and top not in _FAMOUS:
            by_top.setdefault(top, []).append(name)
    return by_top


def _lies_in(folder: str, name: str, root: str) -> bool:
    """Does a folder have the module of an import, and in it what is imported?"""
    parts = name.split(".")
    top = parts[0]
    if _folder(root, [top]) or _resolve(root, [top]) is not None:
        return False
    found = _resolve(folder, parts)
    if found is None:
        found = _resolve(folder, parts[:-1])
        if found is None or not re.search(rf"\b{parts[-1]}\b", read_text(found)):
            return False
    return not _imports(found, top)


def _is_plain_package(folder: str) -> bool:
    """A folder with `__init__.py` that isn't a project of its own."""
    there = look(folder)
    return there.is_package and not there.has_strong_marker


def _last_root(around: list[str], depth: int) -> int | None:
    """How far up the roots go: to the project's folder, and beyond it if that is a package."""
    last = None
    for index in range(depth, len(around)):
        there = look(around[index])
        if there.has_strong_marker:
            last = index
            if not there.is_package:
                break
        elif there.has_marker and last is None:
            last = index
    return last


def _declared_root(name: str, around: list[str]) -> str | None:
    """A folder named by an option, seen from the file's own folder or one around it."""
    for folder in around:
        path = os.path.normpath(os.path.join(folder, name))
        if os.path.isdir(path):
            return path
    return None


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
    if len(parts) == 1 or parts[0] not in {"src", "backend", "server", "python", *_FAMOUS}:
        return False
    return not look(os.path.join(root, parts[0])).is_package


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
    parts = name.split(".")
    candidates: list[str] = []
    roots = _having(parts[0], roots)
    for index, root in enumerate(roots):
        path = _resolve(root, parts)
        if path is not None and _is_something_else(path, name, root, index < roots.sure):
            continue
        if index < roots.sure:
            if path is not None or _takes(root, parts[0]):
                return path
        elif path is not None and path not in candidates:
            candidates.append(path)
    if len(candidates) > 1 and len(set(map(os.path.realpath, candidates))) > 1:
        return None
    return candidates[0] if candidates else None


def _having(top: str, roots: Sequence[str]) -> Roots:
    """Roots that the first part of a name may lie in: if in none of the project's, then others."""
    if not isinstance(roots, Roots):
        return Roots(roots)
    if not roots.beside or any(_has(root, top) for root in roots):
        return roots
    return Roots([each for each in roots.beside if _has(each, top)])


def _has(root: str, top: str) -> bool:
    """Whether a folder has a module or package of that name, and not only a project of it."""
    folder = _folder(root, [top])
    if folder is not None and not look(folder).has_strong_marker:
        return True
    return _resolve(root, [top]) is not None


def _is_something_else(path: str, name: str, root: str, is_sure: bool) -> bool:
    """Does a file only happen to have the name of something installed?"""
    if not is_sure and name.partition(".")[0] in _FAMOUS:
        return not look(root).has_marker and os.path.basename(root) != "src"
    return "." not in name and _imports(path, name)


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
        return _resolve(folder, name.split("."))
    return os.path.join(folder, "__init__.py") if look(folder).is_package else None


def is_package_folder(name: str, roots: Sequence[str]) -> bool:
    """Does a dotted name mean a folder below one of the roots, with `__init__.py` or without?"""
    parts = name.split(".")
    return any(_folder(root, parts) is not None for root in _having(parts[0], roots))


def package_folders(name: str, roots: Sequence[str]) -> list[str]:
    """The folders below the roots that a package of the project may be; of a library, none."""
    if name in sys.stdlib_module_names or name in _FAMOUS:
        return []
    parts = name.split(".")
    found = (_folder(root, parts) for root in _having(parts[0], roots))
    return [*dict.fromkeys(each for each in found if each is not None)]


def _folder(root: str, parts: list[str]) -> str | None:
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


def _resolve(root: str, parts: list[str]) -> str | None:
    """The file of a module below one root, as Python's own finder picks it."""
    folder = _folder(root, parts[:-1])
    if folder is None:
        return None
    there, last = look(folder), parts[-1]
    if last in there.folders:
        package = os.path.join(folder, last)
        if look(package).is_package:
            return os.path.join(package, "__init__.py")
    return os.path.join(folder, last + ".py") if last + ".py" in there.files else None


def _takes(root: str, top: str) -> bool:
    """Does a root have the first part of a name for itself: a module or a regular package?"""
    path = _resolve(root, [top])
    return path is not None and not _imports(path, top)


def _imports(path: str, name: str) -> bool:
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


_IMPORT = regex(
    r"^[ \t]*(?:from[ \t]+(?:(\w[\w.]*)[ \t]+import[ \t]+\(?\s*(\w+)|(\.+))"
    r"|import[ \t]+(\w[\w.]*))",
    re.M,
)


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
