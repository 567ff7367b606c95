"""Who uses this? A quick look through the texts of the project's files.

`get_db` does not know that it is a dependency: `Depends(get_db)` stands in another file. The
texts say where a name stands in such a place; only those files are then read. The look is
bounded, and what it found for a file is kept as long as the file does not change: later looks
ask folders and files for the time of their last change, and read what is new.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from itertools import islice

from flake8_fastapi.model.changes import is_changed_in
from flake8_fastapi.model.files import (
    find_module,
    fingerprint,
    import_roots,
    module_name,
    project_root,
    read_text,
)
from flake8_fastapi.model.names import absolute, package_of
from flake8_fastapi.model.texts import Text, code_of, mentions, search, slow, whole_words

#: A project with more files is not looked through: every question is then "unknown".
MOST_FILES = 6000
#: What more files import is not searched for in all of them.
MOST_USERS = 300
#: Seconds for which the list of files and their times is taken to be true.
FRESH = 2.0
#: Nanoseconds until a second change to a folder surely shows in its time.
SETTLED = 50_000_000

_SKIPPED = {
    "node_modules", "site-packages", "__pycache__", "venv", "env", "build", "dist", "htmlcov",
}  # fmt: skip

_texts: dict[str, tuple[tuple[int, int], Text]] = {}
_imported: dict[str, tuple[tuple[int, int], tuple[str, ...]]] = {}


def _read(path: str, stamp: tuple[int, int]) -> Text:
    known = _texts.get(path)
    if known is not None and known[0] == stamp:
        return known[1]
    text = search(read_text(path, limit=2_000_000))
    if len(_texts) > 4 * MOST_FILES:
        _texts.clear()
    _texts[path] = (stamp, text)
    return text


@lru_cache(maxsize=512)
def _text(path: str, _stamp: tuple[int, int]) -> str:
    """A text that is asked for many times, for one name after the other."""
    return read_text(path)


def module_part(path: str) -> str:
    """The last part of the name of the module that a file is."""
    folder, name = os.path.split(path)
    stem = os.path.splitext(name)[0]
    return stem if stem != "__init__" else os.path.basename(folder)


class Usage:
    """The files of one project, and what their texts say about each other."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._stamps: dict[str, tuple[int, int]] = {}
        self._checked = float("-inf")
        self._handed: dict[tuple[str, str], list[str]] | None = None
        self._serving: frozenset[str] | None = None
        self._importers: dict[str, list[str]] | None = None
        self._named: dict[str, list[str]] | None = None
        self._registering: list[str] | None = None
        self._dependents: frozenset[str] | None = None
        self._coroutines: frozenset[str] | None = None
        self._packages: frozenset[str] | None = None
        self._properties: frozenset[str] | None = None
        self._changes: dict[tuple[str, str], bool] = {}
        self._spoken_of: dict[tuple[str, str], bool] = {}
        self.unused: dict[str, bool] = {}  #: files of which `model.unused` knows it
        self._folders: dict[str, tuple[int, list[str], list[str]]] = {}
        self.too_large = False

    def users(self, kinds: tuple[str, ...], name: str) -> list[str] | None:
        """Files that hand `name` to one of `kinds`; None if the project is too large to tell."""
        self._refresh()
        if self.too_large:
            return None
        if self._handed is None:
            handed: dict[tuple[str, str], list[str]] = {}
            for path in sorted(self._stamps):
                for use in _read(path, self._stamps[path]).handed:
                    handed.setdefault(use, []).append(path)
            self._handed = handed
        found = {path for kind in kinds for path in self._handed.get((kind, name), ())}
        return sorted(found)

    def serves(self, path: str) -> bool | None:
        """Whether a file is imported, at first or second hand, where routes are made."""
        self._refresh()
        if self.too_large:
            return None
        if self._serving is None:
            self._serving = self._closure()
        return os.path.abspath(path) in self._serving

    def importers(self, path: str) -> list[str]:
        """The served files that import a file, also through packages that pass it on."""
        if not self.serves(path):
            return []
        if self._importers is None:
            self._importers = {}
            for importer in sorted(self._serving or ()):
                for target in self._imports(importer):
                    self._importers.setdefault(target, []).append(importer)
        found = dict.fromkeys([os.path.abspath(path)])
        queue = list(found)
        for each in queue:
            for importer in self._importers.get(each, ()):
                if importer not in found:
                    found[importer] = None
                    if importer.endswith("__init__.py"):
                        queue.append(importer)
        return list(found)[1:]

    def given_on(self, path: str, name: str) -> list[str]:
        """The served files that import an importer of a file which has a name of it."""
        near = self.importers(path)
        found: dict[str, None] = {}
        for giver in self.with_words(near, {name}):
            found.update(dict.fromkeys(self.importers(giver)))
        return [file for file in found if file != os.path.abspath(path) and file not in near]

    def with_words(self, paths: Iterable[str], words: Collection[str]) -> Iterator[str]:
        """Those of some files whose text has one of `words`, as far as they are looked through.

        Part of a longer word it is not, nor the name under which a function is defined.
        """
        for path in islice(paths, MOST_USERS):
            stamp = fingerprint(path)
            text = _text(path, stamp) if stamp is not None else ""
            if any(
                not text.endswith("def ", 0, place)
                for word in words
                for place in whole_words(text, word)
            ):
                yield path

    def around(self, path: str) -> list[str] | None:
        """A file, the served files that lead to it, and all that these lead to; None as above."""
        self._refresh()
        if self.too_large:
            return None
        found = dict.fromkeys([os.path.abspath(path)])
        queue = list(found)
        for each in queue:
            queue += [importer for importer in self.importers(each) if importer not in found]
            found |= dict.fromkeys(queue)
        for each in queue:
            queue += [target for target in self._imports_of(each) if target not in found]
            found |= dict.fromkeys(queue)
        return list(found)

    def registering(self) -> list[str] | None:
        """Files, no tests, that put routers, routes or middleware where others may have made them.

        None if the project is too large to tell.
        """
        self._refresh()
        if self._registering is None:
            self._registering = self._with(lambda text: text.registers)
        return None if self.too_large else self._registering

    def deriving(self, names: Collection[str]) -> list[str] | None:
        """Files, no tests, with a class whose bases have one of `names`; None as above."""
        wanted = frozenset(names)
        return self._with(lambda text: not wanted.isdisjoint(text.bases))

    def limits_bodies(self) -> bool | None:
        """Whether some file, no test or example, looks at the length of requests; None as above."""
        found = self._with(lambda text: text.limits_bodies)
        return None if found is None else not all(map(self._is_aside, found))

    def naming(self, names: Collection[str]) -> list[str] | None:
        """Files, no tests, whose imports name one of `names`, a module's or what is in it."""
        found = self.naming_anywhere(names)
        return None if found is None else [path for path in found if not self.is_test(path)]

    def naming_anywhere(self, names: Collection[str]) -> list[str] | None:
        """The same, tests among them."""
        self._refresh()
        if self.too_large:
            return None
        if self._named is None:
            self._named = {}
            for path in sorted(self._stamps):
                for name in _read(path, self._stamps[path]).imported_names():
                    self._named.setdefault(name, []).append(path)
        return sorted({path for name in names for path in self._named.get(name, ())})

    def loads_modules(self) -> bool | None:
        """Whether some file, no test, may import routers whose names are no code; None as above."""
        found = self._with(lambda text: text.loads_modules)
        return None if found is None else bool(found)

    def speaks_of(
        self, name: str, but: str, is_silent: Callable[[str], bool] = lambda path: False
    ) -> bool | None:
        """Whether a file, no test, has a name in its code; None as above.

        Where something of that name is defined does not count, nor does a comment, nor the file
        `but`, nor one that `is_silent`.
        """
        self._refresh()
        if self.too_large:
            return None
        known = self._spoken_of.get((name, but))
        if known is None:
            near = dict.fromkeys(self.importers(but))
            known = self._spoken_of[name, but] = any(
                any(True for _ in mentions(_text(path, self._stamps[path]), name))
                and not (self.is_test(path) or is_silent(path))
                for path in near | self._stamps
                if path != but and path in self._stamps
            )
        return known

    def says(self, pattern: str) -> bool:
        """Whether the code of some file, or test, of a project that is not too large matches."""
        self._refresh()
        wanted = re.compile(pattern)
        return any(
            wanted.search(text) is not None and wanted.search(code_of(text)) is not None
            for text in (_text(path, stamp) for path, stamp in self._stamps.items())
        )

    def leads_into(self, folder: str) -> bool | None:
        """Whether a file outside of a folder, no test, imports one in it; None as above."""
        self._refresh()
        if self.too_large:
            return None
        inside = os.path.join(folder, "")
        return any(
            target.startswith(inside)
            for path in self._stamps
            if not path.startswith(inside) and not self.is_test(path)
            for target in self._imports(path)
        )

    def changes(self, path: str, name: str) -> bool:
        """Whether a file, no test, that imports from one, or that name, changes it: see `changes`.

        Of too many files, nothing is known that would be worth a look at all of them.
        """
        self._refresh()
        known = self._changes.get((path, name))
        if known is None:
            users = self.naming((module_part(path), name)) or ()
            known = self._changes[path, name] = len(users) <= MOST_USERS and any(
                self._changed_by(user, name) for user in users if user != path
            )
        return known

    def _changed_by(self, path: str, name: str) -> bool:
        text = _text(path, self._stamps[path])
        return name in text and is_changed_in(text, name)

    def connected(self, path: str) -> list[str] | None:
        """A file, those that it imports, and those whose imports name it; None as above."""
        users = self.naming((module_part(path),))
        if users is None:
            return None
        return list(dict.fromkeys((path, *self._imports_of(path), *users)))

    def _imports_of(self, path: str) -> tuple[str, ...]:
        return self._imports(path) if path in self._stamps else ()

    def _with(self, is_wanted: Callable[[Text], bool]) -> list[str] | None:
        self._refresh()
        if self.too_large:
            return None
        return [
            path
            for path in sorted(self._stamps)
            if is_wanted(_read(path, self._stamps[path])) and not self.is_test(path)
        ]

    def dependents(self) -> frozenset[str] | None:
        """Names of what may leave parameters to FastAPI, anywhere in the project; None as above."""
        self._refresh()
        if self.too_large:
            return None
        if self._dependents is None:
            self._dependents = self._all(lambda text: text.dependents)
        return self._dependents

    def coroutines(self) -> frozenset[str] | None:
        """Names of the async functions of the project; None as above."""
        self._refresh()
        if self.too_large:
            return None
        if self._coroutines is None:
            self._coroutines = self._all(lambda text: text.coroutines)
        return self._coroutines

    def packages(self) -> frozenset[str] | None:
        """The packages that the project imports anything of; None as above."""
        self._refresh()
        if self.too_large:
            return None
        if self._packages is None:
            self._packages = self._all(lambda text: text.packages)
        return self._packages

    def slow_properties(self) -> frozenset[str] | None:
        """Names of the properties of the project that call something; None as above."""
        self._refresh()
        if self.too_large:
            return None
        if self._properties is None:
            texts = (_read(path, stamp) for path, stamp in self._stamps.items())
            self._properties = slow([each for text in texts for each in text.properties])
        return self._properties

    def _all(self, names: Callable[[Text], frozenset[str]]) -> frozenset[str]:
        texts = (_read(path, stamp) for path, stamp in self._stamps.items())
        return frozenset(name for text in texts for name in names(text))

    # -- inside ----------------------------------------------------------------------------

    def _refresh(self) -> None:
        now = time.monotonic()
        if now - self._checked < FRESH:
            return
        self._checked = now
        stamps: dict[str, tuple[int, int]] = {}
        folders = [self.root]
        for folder in folders:
            files, inner = self._listed(folder)
            folders += inner
            for path in files:
                stamp = fingerprint(path)
                if stamp is not None:
                    stamps[path] = stamp
            if len(stamps) > MOST_FILES:
                self.too_large = True
                return
        self.too_large = False
        if stamps != self._stamps:
            self._stamps = stamps
            self._handed = None
            self._serving = None
            self._importers = None
            self._named = None
            self._registering = None
            self._dependents = None
            self._coroutines = None
            self._packages = None
            self._properties = None
            self._changes.clear()
            self._spoken_of.clear()
            self.unused.clear()

    def _listed(self, folder: str) -> tuple[list[str], list[str]]:
        """The Python files in a folder and the folders in it; read again when it has changed."""
        try:
            changed = os.stat(folder).st_mtime_ns
        except OSError:
            return [], []
        known = self._folders.get(folder)
        if known is not None and known[0] == changed:
            return known[1], known[2]
        files: list[str] = []
        folders: list[str] = []
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name not in _SKIPPED and not entry.name.startswith("."):
                            folders.append(entry.path)
                    elif entry.name.endswith(".py") and not entry.is_dir():
                        files.append(entry.path)
        except OSError:
            pass
        if time.time_ns() - changed > SETTLED:
            self._folders[folder] = (changed, files, folders)
        return files, folders

    def _closure(self) -> frozenset[str]:
        """Every file that the files which make apps and routers lead to, tests left out."""
        queue = [
            path
            for path in sorted(self._stamps)
            if _read(path, self._stamps[path]).makes_app and not self.is_test(path)
        ]
        queue.sort(key=self._is_aside)  # stable: what both lead to is served
        seen = set(queue)
        for path in queue:
            aside = self._is_aside(path)
            for target in self._imports(path):
                if target not in seen and target in self._stamps:
                    if aside and not self._is_aside(target):
                        continue
                    seen.add(target)
                    queue.append(target)
        return frozenset(seen)

    def _parts(self, path: str) -> list[str]:
        return os.path.relpath(path, self.root).lower().split(os.sep)

    def is_test(self, path: str) -> bool:
        """Tests make applications too, but nobody serves them."""
        return any(
            part in ("tests", "test") or part.startswith("test_") for part in self._parts(path)
        )

    def _is_aside(self, path: str) -> bool:
        """The applications of examples say nothing about the code that they show."""
        return any(part in ("examples", "docs", "docs_src") for part in self._parts(path))

    def imported(self, path: str) -> Iterator[tuple[str, str | None]]:
        """The absolute names that a file imports, of modules or of what is in them, each with
        the file that it is the name of.
        """
        roots = import_roots(path)
        package = package_of(module_name(path, roots), path.endswith("__init__.py"))
        for module, names in _read(path, self._stamps[path]).imports:
            rest = module.lstrip(".")
            source = absolute(package, len(module) - len(rest), rest)
            if source is not None:
                for name in (source, *(f"{source}.{name}" for name in names if name != "*")):
                    yield name, find_module(name, roots)

    def _imports(self, path: str) -> tuple[str, ...]:
        stamp = self._stamps[path]
        known = _imported.get(path)
        if known is not None and known[0] == stamp:
            return known[1]
        found = {target: None for _, target in self.imported(path) if target is not None}
        if len(_imported) > 4 * MOST_FILES:
            _imported.clear()
        _imported[path] = (stamp, tuple(found))
        return tuple(found)


_projects: dict[str, Usage] = {}


def usage_around(filename: str) -> Usage | None:
    """The usage of the project that a file belongs to; None where no project is in sight."""
    root = project_root(filename)
    if root is None:
        return None
    known = _projects.get(root)
    if known is None:
        if len(_projects) > 16:
            _projects.clear()
        known = _projects[root] = Usage(root)
    return known
