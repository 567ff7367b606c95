"""Where do the imports of a file start from?

Python itself would ask `sys.path`; a linter has to guess it from where the files lie, and from what
they import.
"""

from __future__ import annotations

import os
import re
import sys
from functools import lru_cache

from flake8_fastapi.model.project.files import (
    found_once,
    look,
    read_text,
    upwards,
)
from flake8_fastapi.model.project.module_files import (
    FAMOUS,
    Roots,
    file_below,
    folder_below,
    imported_names,
    imports_itself,
    relative_dots,
    takes,
)
from flake8_fastapi.model.project.workspaces import installed_with, run_with

_NEIGHBOURS = 8  # files of a folder that are read to learn how they import each other
_INSTALLED = ("site-packages", "dist-packages")


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
    beside, installed = _roots_of(run_with(around)), _roots_of(installed_with(around))
    return Roots(sure + likely, len(sure), beside, installed)


def _roots_of(projects: tuple[str, ...]) -> tuple[str, ...]:
    """The folders that imports of what some projects have start from."""
    sources = (os.path.join(each, "src") for each in projects)
    return (*projects, *(it for it in sources if look(it).folders and not look(it).is_package))


def _named_by_imports(path: str, around: list[str], first: int, last: int | None) -> int | None:
    """The root that a file's imports give away by naming a folder which the file lies in.

    Packages without `__init__.py` are found by `from app.core import ...` in app/services/a.py,
    or in the files beside it; by `from ..core import ...`, too, which leads out of its package.
    So is the folder around a project that is a package itself, with app/pyproject.toml.
    """
    outermost = first if last is None else last
    named_by = outermost + (look(around[outermost]).is_package and outermost + 1 < len(around))
    inside = {os.path.basename(around[i]): i + 1 for i in reversed(range(first, named_by))}
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
        found = file_below(around[index], parts)
        if found is not None and found != file and not imports_itself(found, name):
            named.add(index)
        elif found is not None or not _may_have(around[index], parts):
            lacking.add(index)
    return named - lacking or named


def _may_have(root: str, parts: list[str]) -> bool:
    """Whether a name may mean a folder below a root, or what a module there has."""
    if folder_below(root, parts) is not None:
        return True
    return len(parts) > 1 and file_below(root, parts[:-1]) is not None


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
        if not rest or top == own or not takes(root, top):
            continue
        if file_below(root, parts) is None and folder_below(root, parts) is None:
            for index in range(first + 1, first if last is None else last + 1):
                if file_below(around[index], parts) is not None:
                    return index
    return None


def _imports_from(folder: str, path: str) -> bool:
    """Whether a file imports what lies in a folder as if the program ran from there."""
    tops = {name.partition(".")[0] for name in imported_names(path)}
    return any(file_below(folder, [it]) for it in tops - sys.stdlib_module_names - FAMOUS)


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
    found = file_below(folder, module.split("."))
    return found is not None and "import *" in read_text(found)


@lru_cache(maxsize=512)
def _inner_names(names: frozenset[str]) -> dict[str, list[str]]:
    """Those with a dot, by their first part, that belong to no library one knows."""
    by_top: dict[str, list[str]] = {}
    for name in names:
        top, dot, _ = name.partition(".")
        if dot and top not in sys.stdlib_module_names and top not in FAMOUS:
            by_top.setdefault(top, []).append(name)
    return by_top


def _lies_in(folder: str, name: str, root: str) -> bool:
    """Does a folder have the module of an import, and in it what is imported?"""
    parts = name.split(".")
    top = parts[0]
    if folder_below(root, [top]) or file_below(root, [top]) is not None:
        return False
    found = file_below(folder, parts)
    if found is None:
        found = file_below(folder, parts[:-1])
        if found is None or not re.search(rf"\b{parts[-1]}\b", read_text(found)):
            return False
    return not imports_itself(found, top)


def _is_plain_package(folder: str) -> bool:
    """A folder with `__init__.py` that isn't a project of its own, and that can be imported."""
    there = look(folder)
    is_name = os.path.basename(folder).isidentifier()
    return there.is_package and is_name and not there.has_strong_marker


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
