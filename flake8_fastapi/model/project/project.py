"""Answers for `imported` from the files on disk: the summaries of the project's modules.

Nothing here runs rules, imports the code of users, or raises because of what a file says.
"""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Collection

from flake8_fastapi.model.lean import cached_property
from flake8_fastapi.model.neighbours.neighbour import NOT_PARSED, Neighbour, parsed
from flake8_fastapi.model.project.files import fingerprint, read_text
from flake8_fastapi.model.project.import_roots import import_roots
from flake8_fastapi.model.project.imported import Imported
from flake8_fastapi.model.project.module_files import (
    Roots,
    find_module,
    is_package_folder,
    module_name,
)
from flake8_fastapi.model.project.project_files import module_part
from flake8_fastapi.model.project.texts import code_of, says
from flake8_fastapi.model.project.usage import Usage, usage_around
from flake8_fastapi.model.syntax.functions import Summary
from flake8_fastapi.model.syntax.syntax import Syntax

#: Characters of source whose trees are kept from file to file: each takes some 100 bytes.
MOST_KEPT = 400_000
#: What these say is known, also in their own repositories: there nothing else would be recognised.
LIBRARIES = frozenset({"fastapi", "starlette", "pydantic", "sqlmodel", "sqlalchemy", "httpx"})
#: Seconds for which the place of a module is taken to be the same.
FRESH = 1.0
#: Files read to answer one question about the project.
MOST_READ = 100
#: Larger neighbours are data or generated, and not read.
LARGEST = 1_000_000


#: By path, the one last asked for at the end.
_summaries: OrderedDict[str, tuple[tuple[int, int], Neighbour | None]] = OrderedDict()

#: Where modules were found from the same roots, and when.
_places: dict[Roots, dict[str, tuple[float, str | None]]] = {}


class Project(Imported):
    """The modules that the imports of one file lead to."""

    def __init__(self, filename: str, roots: tuple[str, ...] = ()) -> None:
        self.path = os.path.abspath(filename)
        self.roots = import_roots(self.path, roots)
        self.name = module_name(self.path, self.roots)
        self._places = _places_below(self.roots)
        self._found: dict[str, Summary | None] = {}
        self._tops: dict[str, bool] = {}
        self._files: dict[str, bool] = {}
        self._others: set[str] = set()  #: where the names that other files have begin
        self._begun: dict[str, str] = {}  #: the same, by the first part of such a name

    def adopt(self, own: Summary) -> None:
        """Take the summary of the file being checked, which may not be saved."""
        self.own = own  # from its tree in memory
        self._found[own.name] = own
        self._tops[own.name.partition(".")[0]] = True

    def knows(self, top: str) -> bool:
        known = False if top in LIBRARIES else self._tops.get(top)
        if known is None:
            known = self._find(top) is not None or is_package_folder(top, self.roots)
            self._tops[top] = known
        return known

    def summary(self, module: str) -> Summary | None:
        if module in self._found:
            return self._found[module]
        path = self._find(module)
        found = None if path is None else self._at(path)
        self._found[module] = found
        return found

    def is_file(self, module: str) -> bool:
        known = self._files.get(module)
        if known is None:
            own = self.own
            if own is not None and module == own.name:
                known = not own.is_package
            elif own is not None and own.name.startswith(f"{module}."):
                known = False  # a folder of the file, though it may hold an app/app.py as well
            else:
                path = self._find(module)
                known = path is not None and os.path.basename(path) != "__init__.py"
            self._files[module] = known
        return known

    def _find(self, module: str) -> str | None:
        """The file of a module; asked of the disk once in a while, for each file asks the same."""
        now = time.monotonic()
        known = self._places.get(module)
        if known is None or now - known[0] >= FRESH:
            known = self._places[module] = (now, find_module(module, self.roots))
        root = self._begun.get(module.partition(".")[0])
        return find_module(module, (root,)) if root and known[1] is None else known[1]

    def at(self, path: str) -> Summary | None:
        """The summary of the file at `path`, also under the name that it gives itself."""
        return self._at(os.path.abspath(path))

    def _at(self, path: str) -> Summary | None:
        found = self.own if path == self.path else summary_of(path)
        if found is not None:
            self._found.setdefault(found.name, found)
            self._tops[found.name.partition(".")[0]] = True
            if self.own is not None and found is not self.own:
                self._add_names(self.own, found)
        return found

    def _add_names(self, own: Summary, other: Summary) -> None:
        """Know the file being checked also by the name that another one has for it.

        `app.items` is what app/main.py calls it by a relative import, and `backend.app.items` the
        name that it gives itself. So it is with what lies in the package of the other one: in an
        `app` without an `__init__.py`, app/models/__init__.py calls its own module `models.user`.
        """
        stem = other.path.removesuffix(".py").removesuffix(f"{os.sep}__init__")
        root = stem.removesuffix(other.name.replace(".", os.sep))
        if root != stem and root.rstrip(os.sep) not in self.roots:
            self._begun.setdefault(other.name.partition(".")[0], root)
        if root not in self._others and self.path.startswith(root):
            self._others.add(root)
            self._found.setdefault(module_name(self.path, (root,)), own)

    def registering(self) -> list[Summary | None] | None:
        """The files that put routers, routes or middleware where others may have made them.

        Those of applications that the file at hand may belong to.
        """
        return self._summaries(self.usage.registering_beside(self.path) if self.usage else None)

    def naming(self, names: Collection[str]) -> list[Summary | None] | None:
        """The files whose imports name one of `names`."""
        return self._summaries(self.usage.naming(names) if self.usage else None)

    def keeping(self, name: str, holders: Collection[str]) -> list[Summary | None] | None:
        """The same, of the file at hand and those of its application, by their texts."""
        found = self._summaries(self.usage.keeping(name, holders, self.path) if self.usage else [])
        return None if found is None else [*dict.fromkeys((self.own, *found))]

    def is_imported(self, name: str) -> bool | None:
        """The same by the texts of the project's files; None where they are too many."""
        found = self.usage.naming((name,)) if self.usage else None
        return None if found is None else bool(found)

    def deriving(self, names: Collection[str]) -> list[Summary | None] | None:
        """The files with a class that has one of `names` among its bases."""
        return self._summaries(self.usage.deriving(names) if self.usage else None)

    def may_lead(self, name: str, home: Summary) -> bool:
        """Whether a dotted name may lead into a file, wherever imports start from.

        Also through one that hands on what it imports from there, or an object of any.
        """
        path, usage, parts = os.path.abspath(home.path), self.usage, name.split(".")
        for length in range(len(parts) - 1, 0, -1):
            found = usage.ending(".".join(parts[:length])) if usage is not None else []
            if usage is not None and found:
                if length < len(parts) - 1:
                    return any(says(code_of(read_text(each)), parts[length]) for each in found)
                handing_on = usage.naming_anywhere((module_part(path),)) or ()
                return path in found or not set(found).isdisjoint(handing_on)
        return False

    def defining(self, names: Collection[str]) -> list[Summary | None] | None:
        """The files with functions of all of `names`."""
        return self._summaries(self.usage.defining(names) if self.usage else None)

    def speaks_of(self, name: str, home: Summary) -> bool | None:
        """The same, by the texts of the project's files; None where they are too many."""
        return self.usage.speaks_of(name, os.path.abspath(home.path)) if self.usage else None

    def changes(self, home: Summary, name: str) -> bool:
        """The same, as far as the texts of the project's files tell."""
        return self.usage is not None and self.usage.changes(home.path, name)

    def _summaries(self, paths: list[str] | None) -> list[Summary | None] | None:
        """The files at some paths, None for one that cannot be read.

        None for all where the texts cannot tell, or tell of too many.
        """
        if paths is None or len(paths) > MOST_READ:
            return None
        return [self.at(path) for path in paths]

    @cached_property
    def usage(self) -> Usage | None:
        """What the texts of the project's files say about each other."""
        return usage_around(self.path)


def _places_below(roots: Roots) -> dict[str, tuple[float, str | None]]:
    if sum(map(len, _places.values())) > 50_000:
        _places.clear()
    return _places.setdefault(roots, {})


def summary_of(path: str) -> Summary | None:
    """What a file says: a function of its text; None if it cannot be read or parsed."""
    stamp = fingerprint(path)
    if stamp is None:
        return None
    known = _summaries.get(path)
    if known is None or known[0] != stamp:
        known = _summaries[path] = stamp, _read(path, stamp[1])
    _summaries.move_to_end(path)
    return known[1]


def forget_old_ones() -> None:
    """Let go of the files that were asked for longest ago, as far as there is no room for them.

    Only between two files that are checked: until then, what they say may be asked for.
    """
    kept = sum([summary.size for _, summary in _summaries.values() if summary])
    while kept > MOST_KEPT:
        _, (_, summary) = _summaries.popitem(last=False)
        if summary is not None:
            kept -= summary.size
            summary.close()


def _read(path: str, size: int) -> Neighbour | None:
    if size > LARGEST:
        return None
    try:
        with open(path, "rb") as file:
            text = file.read()
        return Neighbour(text, module_name(path, import_roots(path)), path, _is_package(path))
    except (OSError, *NOT_PARSED):
        return None  # left alone, Flake8 would blame the file being checked for a SyntaxError


def syntax_of(path: str) -> Syntax | None:
    """The tree of a file; None if it cannot be read or parsed."""
    try:
        with open(path, "rb") as file:
            tree = parsed(file.read(), path)
        return Syntax(tree, module_name(path, import_roots(path)), path, _is_package(path))
    except (OSError, *NOT_PARSED):
        return None


def _is_package(path: str) -> bool:
    return os.path.basename(path) == "__init__.py"
