"""Who uses this? A quick look through the texts of the project's files.

`get_db` does not know that it is a dependency: `Depends(get_db)` stands in another file. The
texts say where a name stands in such a place; only those files are then read. The look is
bounded: of a project with too many files (`project_files`) nothing is known.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain, islice

from flake8_fastapi.model.project.files import checkout, project_root, read_text, text_at
from flake8_fastapi.model.project.inclusion import in_one_application, seems_included
from flake8_fastapi.model.project.listing import Listing
from flake8_fastapi.model.project.project_files import module_part
from flake8_fastapi.model.project.texts import whole_words
from flake8_fastapi.model.project.workspaces import workspace_of
from flake8_fastapi.model.syntax.changes import is_changed_in

#: What more files import is not searched for in all of them.
MOST_USERS = 300
#: Files whose importers are looked for, to find who gets an object from them.
MOST_GIVING = 60


class Usage:
    """What the texts of one project's files say about each other.

    Where an answer may be None, it is so for a project that is too large to tell.
    """

    def __init__(self, root: str) -> None:
        self.root = root
        self._files = Listing(root).files

    def users(self, kinds: tuple[str, ...], name: str) -> list[str] | None:
        """Files that hand `name` to one of `kinds`."""
        files = self._files()
        if files is None:
            return None
        return sorted({path for kind in kinds for path in files.handed.get((kind, name), ())})

    def serves(self, path: str) -> bool | None:
        """Whether a file is imported, at first or second hand, where routes are made."""
        files = self._files()
        return None if files is None else os.path.abspath(path) in files.serving

    def served(self) -> list[str]:
        """The files that are; none of a project that is too large."""
        files = self._files()
        return [] if files is None else sorted(files.serving)

    def importers(self, path: str) -> list[str]:
        """The served files that import a file, also through packages that pass it on."""
        files = self._files()
        own = os.path.abspath(path)
        if files is None or own not in files.serving:
            return []
        found = dict.fromkeys([own])
        queue = list(found)
        for each in queue:
            for importer in files.importers.get(each, ()):
                if importer not in found:
                    found[importer] = None
                    if importer.endswith("__init__.py"):
                        queue.append(importer)
        return list(found)[1:]

    def importing(self, path: str) -> list[str]:
        """The files that import a file themselves, served or not."""
        files, own = self._files(), os.path.abspath(path)
        users = self.naming((module_part(own),)) or ()
        return [user for user in users if own in files.imports(user)] if files is not None else []

    def given_on(self, path: str, name: str, again: bool = False) -> list[str]:
        """The served files that import an importer of a file which has a name of it.

        `again`: those that import one of these, in turn.
        """
        near = self.importers(path)
        nearer = {os.path.abspath(path), *near}
        found = self._beyond(self.with_words(near, {name}), nearer)
        return self._beyond(found, nearer.union(found)) if again else found

    def _beyond(self, paths: Iterable[str], nearer: Collection[str]) -> list[str]:
        """The served files that import one of some files, and are not among those `nearer`."""
        files = islice(paths, MOST_GIVING)
        found = dict.fromkeys(chain.from_iterable(map(self.importers, files)))
        return [file for file in found if file not in nearer]

    def with_words(self, paths: Iterable[str], words: Collection[str]) -> Iterator[str]:
        """Those of some files whose text has one of `words`, as far as they are looked through.

        Part of a longer word it is not, nor the name under which a function is defined.
        """
        files = self._files()
        for path in islice(paths, MOST_USERS):
            if files is not None and path in files.stamps:
                if not any(files.may_say(path, word) for word in words):
                    continue
            text = text_at(path)
            if any(
                not text.endswith("def ", 0, place)
                for word in words
                for place in whole_words(text, word)
            ):
                yield path

    def around(self, path: str) -> list[str] | None:
        """A file, the served files that lead to it, and all that these lead to."""
        files = self._files()
        if files is None:
            return None
        found = dict.fromkeys([os.path.abspath(path)])
        queue = list(found)
        for each in queue:
            queue += [importer for importer in self.importers(each) if importer not in found]
            found |= dict.fromkeys(queue)
        for each in queue:
            queue += [target for target in files.imports(each) if target not in found]
            found |= dict.fromkeys(queue)
        return list(found)

    def mounts_for_all(self, path: str) -> bool:
        """Whether an application may have another one at a path that all requests begin with.

        One that a file belongs to.
        """
        files = self._files()
        mounting = files.mounting_for_all if files is not None else []
        return bool(mounting) and bool(self.in_one_application(path, mounting))

    def registering(self) -> list[str] | None:
        """Files, no tests, that put routers or middleware where others may have made them."""
        files = self._files()
        return None if files is None else files.registering

    def registering_beside(self, path: str) -> list[str] | None:
        """Those of them that an application may have together with a file."""
        found = self.registering()
        if found is None:
            return None
        beside = self.in_one_application(path, found)
        return [each for each in found if each in beside]

    def makes_others(self, path: str) -> bool:
        """Whether a file beside that one, and no test, makes an application or router."""
        files = self._files()
        return files is not None and any(
            each != path for each in files.which(lambda text: text.makes_app)
        )

    def makes_application(self) -> bool:
        """Whether the project makes an application, and is no library for those of others."""
        files = self._files()
        return files is not None and bool(files.applications)

    def is_retired(self) -> bool:
        """Whether the project once made an application, and nobody includes its routers now."""
        files = self._files()
        return files is not None and files.is_retired and files.is_included_outside is False

    def has_other_application(self, path: str) -> bool:
        """Whether a file beside that one, no test or example, makes an application."""
        files = self._files()
        return files is not None and any(each != path for each in files.applications)

    def seems_included(self, home: str, name: str) -> bool:
        """Whether texts tell that what a file makes under a name gets into an application."""
        files = self._files()
        return files is not None and seems_included(home, name, files)

    def in_one_application(self, path: str, others: Iterable[str]) -> frozenset[str]:
        """Those of some files that an application may have together with a file."""
        files = self._files()
        return in_one_application(path, others, files) if files is not None else frozenset(others)

    def is_included_outside(self) -> bool | None:
        """Whether a file of the checkout around the project may include its routers."""
        files = self._files()
        return None if files is None else files.is_included_outside

    def is_of_library(self, path: str) -> bool:
        """Whether a file is of a library that the project is installed with, from its folder."""
        files, own = self._files(), project_root(path)
        if files is None or own is None or own == self.root:
            return False
        return not any(each.startswith(os.path.join(own, "")) for each in files.applications)

    def deriving(self, names: Collection[str]) -> list[str] | None:
        """Files, no tests, with a class whose bases have one of `names`."""
        files, wanted = self._files(), frozenset(names)
        return None if files is None else files.which(lambda it: not wanted.isdisjoint(it.bases))

    def defining(self, names: Collection[str]) -> list[str] | None:
        """Files, no tests, with functions of all of `names`."""
        files = self._files()
        return None if files is None else files.defining(frozenset(names))

    def limits_bodies(self) -> bool | None:
        """Whether some file, no test or example, looks at the length of requests."""
        files = self._files()
        return None if files is None else files.limits_bodies

    def beside(self, path: str) -> list[str] | None:
        """The texts of a file's application, but for tests.

        None for a file that is all there is so far: no project of many in one checkout.
        """
        files, around = self._files(), self.around(path)
        if files is None or around is None:
            return None
        is_one_of_many = checkout(self.root) not in (None, self.root)
        if not is_one_of_many and all(map(self.is_test, files.stamps.keys() - {path})):
            return None
        return [read_text(each) for each in around if not self.is_test(each)]

    def naming(self, names: Collection[str]) -> list[str] | None:
        """Files, no tests, whose imports name one of `names`, a module's or what is in it."""
        found = self.naming_anywhere(names)
        return None if found is None else [path for path in found if not self.is_test(path)]

    def naming_anywhere(self, names: Collection[str]) -> list[str] | None:
        """The same, tests among them."""
        files = self._files()
        if files is None:
            return None
        return sorted({path for name in names for path in files.named.get(name, ())})

    def is_test(self, path: str) -> bool:
        """Whether one of the files is a test."""
        files = self._files()
        return files is not None and files.is_test(path)

    def is_aside(self, path: str) -> bool:
        """Whether one of the files is an example."""
        files = self._files()
        return files is not None and files.is_aside(path)

    def spells_out(self, path: str) -> bool:
        """Whether a text in a file, no test, ends with the name of a module: "app.routes.items"."""
        files = self._files()
        return files is None or files.spell_out(os.path.abspath(path))

    def may_load(self, path: str) -> bool:
        """Whether a file may import one by a text that ends with its name, or all of a folder."""
        files = self._files()
        return files is None or files.may_load(os.path.abspath(path))

    def speaks_of(
        self,
        name: str,
        but: str,
        is_silent: Callable[[str], bool] | None = None,
        in_tests: bool = False,
    ) -> bool | None:
        """Whether a file has a name in its code; of tests, only `in_tests`.

        Where something of that name is defined does not count, nor does a comment, nor the file
        `but`, nor one that `is_silent`.
        """
        files = self._files()
        if files is None:
            return None
        asked = name, but, in_tests, is_silent is not None
        known = files.spoken_of.get(asked)
        if known is None:
            near = dict.fromkeys(self.importers(but))
            known = files.spoken_of[asked] = any(
                files.mentions(path, name)
                and (in_tests or not files.is_test(path))
                and not (is_silent is not None and is_silent(path))
                for path in near | files.stamps
                if path != but and path in files.stamps
            )
        return known

    def speaking_of(self, name: str, but: str) -> list[str] | None:
        """The files, no tests, that have a name in their code; not the file `but`."""
        files = self._files()
        if files is None:
            return None
        return [
            path
            for path in files.stamps
            if path != but and not files.is_test(path) and files.mentions(path, name)
        ]

    def keeping(self, name: str, holders: Collection[str], path: str) -> list[str] | None:
        """The files of the same application that may put something so named into `holders`."""
        files = self._files()
        if files is None:
            return None
        found = files.keeping(name, holders)
        around = self.around(path) if found else None
        return [each for each in found if around is not None and each in around]

    def mentioning(self, name: str) -> list[str] | None:
        """The files, no tests, with a name in their code, where it is defined not counted."""
        files = self._files()
        return None if files is None else files.mentioning(name)

    def with_path_part(self, part: str | None) -> list[str] | None:
        """The files, no tests, of routes or routers whose paths have a part; None: any part."""
        files = self._files()
        if files is None:
            return None
        if part is None:
            return files.which(lambda text: bool(text.path_parts))
        return files.paths.get(part, [])

    def says(self, pattern: str, word: str | None = None) -> bool:
        """Whether the code of some file, or test, of a project that is not too large matches.

        `word`: one without which no code does, if there is such a one.
        """
        files = self._files()
        return files is not None and files.say(pattern, word)

    def imports_all_of(self, names: Collection[str]) -> bool:
        """Whether a file imports `*` from a module whose name ends so, or from its own package."""
        files = self._files()
        return files is not None and any(
            "*" in imported and (not module.strip(".") or module.rpartition(".")[2] in names)
            for path in files.stamps
            for module, imported in files.searched(path).imports
        )

    def leads_into(self, folder: str) -> bool | None:
        """Whether a file outside of a folder, no test, imports one in it."""
        files, inside = self._files(), os.path.join(folder, "")
        if files is None:
            return None
        return any(
            target.startswith(inside)
            for path in files.stamps
            if not path.startswith(inside) and not files.is_test(path)
            for target in files.imports(path)
        )

    def imported(self, path: str) -> tuple[tuple[str, str | None], ...]:
        """The absolute names that a file imports, each with the file that it is the name of."""
        files = self._files()
        return files.imported(path) if files is not None else ()

    def changes(self, path: str, name: str) -> bool:
        """Whether a file, no test, that imports from one, or that name, changes it: see `changes`.

        Of too many files, nothing is known that would be worth a look at all of them.
        """
        files = self._files()
        if files is None:
            return False
        known = files.changes.get((path, name))
        if known is None:
            users = self.naming((module_part(path), name)) or ()
            known = files.changes[path, name] = len(users) <= MOST_USERS and any(
                name in (text := files.text(user)) and is_changed_in(text, name)
                for user in users
                if user != path
            )
        return known

    def connected(self, path: str) -> list[str] | None:
        """A file, those that it imports, and those whose imports name it."""
        files = self._files()
        users = self.naming((module_part(path),))
        if files is None or users is None:
            return None
        return list(dict.fromkeys((path, *files.imports(path), *users)))

    def dependents(self) -> frozenset[str] | None:
        """Names of what may leave parameters to FastAPI, anywhere in the project."""
        files = self._files()
        return None if files is None else files.dependents

    def coroutines(self) -> frozenset[str] | None:
        """Names of the async functions of the project."""
        files = self._files()
        return None if files is None else files.coroutines

    def packages(self) -> frozenset[str] | None:
        """The packages that the project imports anything of."""
        files = self._files()
        return None if files is None else files.packages

    def slow_properties(self) -> frozenset[str] | None:
        """Names of the properties of the project that call something."""
        files = self._files()
        return None if files is None else files.slow_properties

    def unused(self) -> dict[str, bool]:
        """Files of which `never_runs.unused` knows whether they are, kept while nothing changes."""
        files = self._files()
        return files.unused if files is not None else {}

    def lists(self, path: str) -> bool:
        """Whether a file is one of the project's, which is not too large."""
        files = self._files()
        return files is not None and path in files.stamps

    def ending(self, module: str) -> list[str]:
        """The files that a module of that dotted name may be, wherever its first part lies."""
        files, path = self._files(), os.path.join("", *module.split("."))
        ends = f"{os.sep}{path}.py", os.path.join(f"{os.sep}{path}", "__init__.py")
        named = files.modules.get(module.rpartition(".")[2], ()) if files is not None else ()
        return [each for each in named if each.endswith(ends)]

    def at_import(self) -> dict[str, tuple[bool, tuple[str, ...]]]:
        """What `model.fails_at_import.missing` knows of files that are imported, kept as well."""
        files = self._files()
        return files.at_import if files is not None else {}


_projects: dict[str, Usage] = {}


def usage_around(filename: str) -> Usage | None:
    """The usage of the project that a file belongs to; None where no project is in sight.

    What one is installed with from its folder may use it as well.
    """
    project = project_root(filename)
    if project is None:
        return None
    root = workspace_of(project)
    known = _projects.get(root)
    if known is None:
        if len(_projects) > 16:
            _projects.clear()
        known = _projects[root] = Usage(root)
    return known
