"""The Python files of a project, as they are at one moment, and what their texts say.

What was found in a file is kept as long as the file does not change. Which files there are is for
`listing` to tell.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from functools import lru_cache

from flake8_fastapi.model.lean import cached_property, regex
from flake8_fastapi.model.project.files import (
    MOST_TEXTS,
    checkout,
    look,
    read_text,
    text_of,
)
from flake8_fastapi.model.project.import_roots import import_roots
from flake8_fastapi.model.project.module_files import find_module, module_name
from flake8_fastapi.model.project.texts import Text, code_of, mentions, only_raises, search, slow
from flake8_fastapi.model.project.words import may_have, words_of
from flake8_fastapi.model.syntax.names import absolute, package_of
from flake8_fastapi.model.uploads.body_length import limits_bodies

#: A project with more files is not looked through: every question is then "unknown".
MOST_FILES = 6000
#: Files, and folders, looked at around a project.
MOST_OUTSIDE = 1000
#: Folders with code of others, or with what is made of the code.
SKIPPED = {
    "node_modules", "site-packages", "__pycache__", "venv", "env", "build", "dist", "htmlcov",
}  # fmt: skip
#: In the names of files that may list what a program is made of.
_LISTING = regex(r"(?i)apps|conf|const|modules|plugins|registry|router|routes|settings")

#: What takes all requests that nothing before it has taken: `app.mount("/", StaticFiles(...))`.
_MOUNTING = regex(r"\.mount\(\s*[\"']/?[\"']")

#: What stands behind the name of a module at the end of a text: `"app.main:app"`.
_ENDS = ("'", '"', ":")

#: Time of the last change (ns) and size of a file.
Stamp = tuple[int, int]

_texts: dict[str, tuple[Stamp, Text]] = {}
#: What a file imports: the names, with the files that they are of, and these files.
_Imports = tuple[tuple[tuple[str, str | None], ...], tuple[str, ...]]
_imported: dict[str, tuple[Stamp, _Imports]] = {}


@lru_cache(maxsize=4 * MOST_FILES)
def _words_of(path: str, stamp: Stamp) -> bytes:
    return words_of(text_of(path, stamp))


def module_part(path: str) -> str:
    """The last part of the name of the module that a file is."""
    folder, name = os.path.split(path)
    stem = os.path.splitext(name)[0]
    return stem if stem != "__init__" else os.path.basename(folder)


def _may_list_modules(path: str) -> bool:
    return _LISTING.search(os.path.basename(path)) is not None


def _is_hidden(folder: str) -> bool:
    return os.path.basename(folder).startswith(".")


class ProjectFiles:
    """The files below `root`, by path with their stamps, and what they say of each other."""

    def __init__(self, root: str, stamps: dict[str, Stamp]) -> None:
        self.root = root
        self.stamps = stamps
        self.changes: dict[tuple[str, str], bool] = {}  #: what `Usage.changes` has answered
        #: what `Usage.speaks_of` has answered
        self.spoken_of: dict[tuple[str, str, bool, bool], bool] = {}
        self._said: dict[str, bool] = {}
        self._loaded: dict[str, bool] = {}
        self._led_to_with: dict[str, frozenset[str]] = {}
        self._spelled: dict[str, bool] = {}
        self._found: dict[Hashable, list[str]] = {}
        self.included: dict[
            tuple[str, str], bool
        ] = {}  #: what `model.project.inclusion` has answered
        self.unused: dict[str, bool] = {}  #: files of which `model.never_runs.unused` knows it
        #: of files: whether they fail by themselves at import, and which ones they import
        self.at_import: dict[str, tuple[bool, tuple[str, ...]]] = {}

    def text(self, path: str) -> str:
        """The text of one of the files."""
        return text_of(path, self.stamps[path])

    def may_say(self, path: str, word: str) -> bool:
        """Whether the text of one of the files may have a word."""
        return len(self.stamps) <= MOST_TEXTS or may_have(_words_of(path, self.stamps[path]), word)

    def mentions(self, path: str, name: str) -> bool:
        """Whether one of the files has a name in its code, where it is defined not counted."""
        return self.may_say(path, name) and any(True for _ in mentions(self.text(path), name))

    def mentioning(self, name: str) -> list[str]:
        """The files, no tests, that have."""
        return self._once(("mentioning", name), lambda path: self.mentions(path, name))

    def keeping(self, name: str, holders: Collection[str]) -> list[str]:
        """The files, no tests, that may put something of that name into one of `holders`."""
        pieces = [f"{each}.{name}" for each in holders]
        return self._once(
            ("keeping", *pieces),
            lambda path: any(self._has(path, name, piece) for piece in pieces),
        )

    def defining(self, names: frozenset[str]) -> list[str]:
        """The files, no tests, with functions of all these names."""
        return self._once(
            ("defining", names),
            lambda path: all(self._has(path, name, f"def {name}(") for name in names),
        )

    def spell_out(self, wanted: str) -> bool:
        """Whether a text in a file, no test, ends with the name of a module: "app.routes.items"."""
        known = self._spelled.get(wanted)
        if known is None:
            module = module_part(wanted)
            around = os.path.basename(os.path.dirname(wanted.removesuffix(f"{os.sep}__init__.py")))
            before = (f"{around}.", "'.", '".')
            known = self._spelled[wanted] = any(
                text.endswith(before, 0, place) and text.startswith(_ENDS, place + len(module))
                for path in self.mentioning(module)
                for text in (self.text(path),)
                for place in mentions(text, module)
            )
        return known

    def _has(self, path: str, word: str, piece: str) -> bool:
        """Whether a piece of text with a word in it stands in one of the files."""
        return self.may_say(path, word) and piece in self.text(path)

    def _once(self, asked: Hashable, is_wanted: Callable[[str], bool]) -> list[str]:
        """The files, no tests, that are wanted, looked for when something first asks."""
        found = self._found.get(asked)
        if found is None:
            found = self._found[asked] = self._those(is_wanted)
        return found

    def _those(self, is_wanted: Callable[[str], bool]) -> list[str]:
        return [it for it in sorted(self.stamps) if is_wanted(it) and not self.is_test(it)]

    def say(self, pattern: str, word: str | None) -> bool:
        """Whether the code of some file, or test, matches; no code does that has not the word."""
        known = self._said.get(pattern)
        if known is None:
            wanted = re.compile(pattern)
            texts = (
                self.text(path)
                for path in self.stamps
                if word is None or self._has(path, word, word)
            )
            known = self._said[pattern] = any(
                wanted.search(text) is not None and wanted.search(code_of(text)) is not None
                for text in texts
            )
        return known

    def searched(self, path: str) -> Text:
        """What the text of one of the files says."""
        stamp = self.stamps[path]
        known = _texts.get(path)
        if known is not None and known[0] == stamp:
            return known[1]
        text = search(read_text(path, limit=2_000_000))
        if len(_texts) > 4 * MOST_FILES:
            _texts.clear()
        _texts[path] = (stamp, text)
        return text

    def which(self, is_wanted: Callable[[Text], bool]) -> list[str]:
        """The files, no tests, whose texts are wanted."""
        return self._those(lambda path: is_wanted(self.searched(path)))

    # -- where they are ----------------------------------------------------------------------

    def is_test(self, path: str) -> bool:
        """Tests make applications too, but nobody serves them.

        `test_runs.py` is none if an application is seen to import it.
        """
        parts = self._parts(path)
        if _is_named_test(parts):
            return _is_below_tests(parts) or path not in self._imported_by_applications
        return False

    @cached_property
    def _imported_by_applications(self) -> set[str]:
        """What files that make applications and routers import, at first or second hand."""
        making = [
            path
            for path in sorted(self.stamps)
            if not _is_named_test(self._parts(path)) and self.searched(path).makes_app
        ]
        return _reached(
            making,
            lambda path: (
                each for each in self.imports(path) if not _is_below_tests(self._parts(each))
            ),
        )

    def is_aside(self, path: str) -> bool:
        """The applications of examples say nothing about the code that they show."""
        return any(part in ("examples", "docs", "docs_src") for part in self._parts(path))

    def _parts(self, path: str) -> list[str]:
        root = f"{self.root}{os.sep}"
        is_below = path.startswith(root)  # asked often, and `relpath` is slow
        below = path[len(root) :] if is_below else os.path.relpath(path, self.root)
        return below.lower().split(os.sep)

    # -- what imports what -------------------------------------------------------------------

    def imported(self, path: str) -> tuple[tuple[str, str | None], ...]:
        """The absolute names that a file imports, of modules or of what is in them, each with
        the file that it is the name of.
        """
        return self._imports_of(path)[0]

    def imports(self, path: str) -> tuple[str, ...]:
        """The files that a file imports; of one that is not among them, nothing is known."""
        return self._imports_of(path)[1] if path in self.stamps else ()

    def led_to_with(self, path: str) -> frozenset[str]:
        """The files that are imported with a file by some file of the project, no test."""
        known = self._led_to_with.get(path)
        if known is None:
            leading = _reached({path}, lambda it: self._imported_by.get(it, ()))
            known = self._led_to_with[path] = frozenset(_reached(leading, self.imports))
        return known

    @cached_property
    def _imported_by(self) -> dict[str, list[str]]:
        """By file, those that import it, but for tests."""
        found: dict[str, list[str]] = {}
        for importer in self.stamps:
            if not self.is_test(importer):
                for target in self.imports(importer):
                    found.setdefault(target, []).append(importer)
        return found

    def _imports_of(self, path: str) -> _Imports:
        stamp = self.stamps.get(path)
        if stamp is None:
            return tuple(self._named_in(path)), ()
        known = _imported.get(path)
        if known is None or known[0] != stamp:
            if len(_imported) > 4 * MOST_FILES:
                _imported.clear()
            pairs = tuple(self._named_in(path))
            targets = dict.fromkeys(target for _, target in pairs if target is not None)
            known = _imported[path] = stamp, (pairs, tuple(targets))
        return known[1]

    def _named_in(self, path: str) -> Iterator[tuple[str, str | None]]:
        roots = import_roots(path)
        package = package_of(module_name(path, roots), path.endswith("__init__.py"))
        for module, names in self.searched(path).imports:
            rest = module.lstrip(".")
            source = absolute(package, len(module) - len(rest), rest)
            if source is not None:
                for name in (source, *(f"{source}.{name}" for name in names if name != "*")):
                    yield name, find_module(name, roots)

    @cached_property
    def modules(self) -> dict[str, list[str]]:
        """By the last part of its name as a module, the files."""
        found: dict[str, list[str]] = {}
        for path in self.stamps:
            found.setdefault(module_part(path), []).append(path)
        return found

    @cached_property
    def serving(self) -> frozenset[str]:
        """Every file that the files which make apps and routers lead to, tests left out."""
        queue = self.which(lambda text: text.makes_app)
        queue.sort(key=self.is_aside)  # stable: what both lead to is served
        seen = set(queue)
        for path in queue:
            aside = self.is_aside(path)
            for target in (*self.imports(path), *self._packages_of(path)):
                if target not in seen and target in self.stamps:
                    if aside and not self.is_aside(target):
                        continue
                    seen.add(target)
                    queue.append(target)
        return frozenset(seen)

    def _packages_of(self, path: str) -> Iterator[str]:
        """The files of the packages around a module, which are imported before it."""
        folder = os.path.dirname(path)
        while (package := os.path.join(folder, "__init__.py")) in self.stamps:
            yield package
            folder = os.path.dirname(folder)

    @cached_property
    def importers(self) -> dict[str, list[str]]:
        """By file, the served files that import it."""
        found: dict[str, list[str]] = {}
        for importer in sorted(self.serving):
            for target in self.imports(importer):
                found.setdefault(target, []).append(importer)
        return found

    # -- what all of them say ----------------------------------------------------------------

    @cached_property
    def handed(self) -> dict[tuple[str, str], list[str]]:
        """Where a name is handed to what calls it: ("Depends", "get_db")."""
        found: dict[tuple[str, str], list[str]] = {}
        for path in sorted(self.stamps):
            for use in self.searched(path).handed:
                found.setdefault(use, []).append(path)
        return found

    @cached_property
    def named(self) -> dict[str, list[str]]:
        """By name, the files whose imports name a module so, or what is in it."""
        found: dict[str, list[str]] = {}
        for path in sorted(self.stamps):
            for name in self.searched(path).imported_names():
                found.setdefault(name, []).append(path)
        return found

    @cached_property
    def loading(self) -> list[str]:
        """The files, no tests, that may import routers whose names are no code."""
        return self.which(lambda text: bool(text.loads_modules))

    def may_load(self, wanted: str) -> bool:
        """Whether one of them may import a file.

        They go through folders, or a text ends so somewhere (`"app.routes.items"`), or they speak
        of it, or settings do that they import.
        """
        known = self._loaded.get(wanted)
        if known is None:
            loading, module = self.loading, module_part(wanted)
            kinds = {path: self.searched(path).loads_modules for path in loading}
            known = self._loaded[wanted] = bool(loading) and (
                any(kinds[path] == "folder" for path in loading)
                or self.spell_out(wanted)
                or any(
                    path in self.stamps and self.mentions(path, module)
                    for loader in loading
                    if kinds[loader] == "by name"
                    for path in (loader, *filter(_may_list_modules, self.imports(loader)))
                )
            )
        return known

    @cached_property
    def paths(self) -> dict[str, list[str]]:
        """By part of a path, the files, no tests, with routes or routers that have it."""
        found: dict[str, list[str]] = {}
        for path in self.which(lambda text: bool(text.path_parts)):
            for part in self.searched(path).path_parts:
                found.setdefault(part, []).append(path)
        return found

    @cached_property
    def registering(self) -> list[str]:
        """Files, no tests, that put routers or middleware where others may have made them."""
        return self.which(lambda text: text.registers)

    @cached_property
    def mounting_for_all(self) -> list[str]:
        """Files that mount an application at a path that all requests begin with."""
        return [it for it in self.registering if _MOUNTING.search(self.text(it))]

    @cached_property
    def dependents(self) -> frozenset[str]:
        """Names of what may leave parameters to FastAPI."""
        return self._all(lambda text: text.dependents)

    @cached_property
    def coroutines(self) -> frozenset[str]:
        """Names of the async functions."""
        return self._all(lambda text: text.coroutines)

    @cached_property
    def packages(self) -> frozenset[str]:
        """The packages of which anything is imported."""
        return self._all(lambda text: text.packages)

    @cached_property
    def slow_properties(self) -> frozenset[str]:
        """Names of the properties that call something."""
        texts = map(self.searched, self.stamps)
        return slow([each for text in texts for each in text.properties])

    @cached_property
    def applications(self) -> list[str]:
        """The files, no tests or examples, that make an application."""
        made = self.which(lambda text: text.makes_app)
        return [it for it in made if not self.is_aside(it) and "FastAPI(" in self.text(it)]

    @cached_property
    def is_retired(self) -> bool:
        """Whether nothing makes an application any more: what did so says no more than that."""
        return not self.applications and any(
            only_raises(self.text(path), name)
            for name in ("create_app", "create_application")
            for path in self.defining(frozenset((name,)))
        )

    @cached_property
    def is_included_outside(self) -> bool | None:
        """Whether a file of the checkout around the project includes routers; None: too many."""
        top = checkout(self.root)
        folders = [] if top in (None, self.root) else [str(top)]
        seen = 0
        for folder in folders:
            there = look(folder)
            inner = (os.path.join(folder, each) for each in there.folders - SKIPPED)
            folders += [it for it in inner if it != self.root and not _is_hidden(it)]
            for name in there.files:
                if name.endswith(".py"):
                    seen += 1
                    if "include_router" in read_text(os.path.join(folder, name)):
                        return True
            if max(seen, len(folders)) > MOST_OUTSIDE:
                return None
        return False

    @cached_property
    def limits_bodies(self) -> bool:
        """Whether some file, no test or example, looks at the length of requests."""
        return any(
            not self.is_aside(path) and limits_bodies(self.text(path))
            for path in self.which(lambda text: text.may_limit_bodies)
        )

    def _all(self, names: Callable[[Text], frozenset[str]]) -> frozenset[str]:
        return frozenset(name for text in map(self.searched, self.stamps) for name in names(text))


def _is_below_tests(parts: list[str]) -> bool:
    return "tests" in parts or "test" in parts


def _is_named_test(parts: list[str]) -> bool:
    if any(part.startswith("test_") for part in parts) or _is_below_tests(parts):
        return True
    return parts[-1].startswith("test-")  # which nobody can import


def _reached(files: Iterable[str], further: Callable[[str], Iterable[str]]) -> set[str]:
    """Some files, and all that is reached from them."""
    found, queue = set(files), [*files]
    for each in queue:
        new = [it for it in further(each) if it not in found]
        found.update(new)
        queue += new
    return found
