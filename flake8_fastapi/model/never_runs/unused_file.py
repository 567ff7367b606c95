"""Does anybody use a file? Routers that nobody includes, code that was put aside.

What the project speaks of anywhere counts as used, in a text too; and where modules of folders are
imported by names that are no code, nothing is known.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Collection, Iterator
from itertools import chain

from flake8_fastapi.model.lean import cached_property, regex
from flake8_fastapi.model.neighbours.neighbour import NOT_PARSED
from flake8_fastapi.model.project.files import (
    checkout,
    deployment_texts,
    look,
    read_text,
    starting_texts,
    upwards,
)
from flake8_fastapi.model.project.project_files import module_part
from flake8_fastapi.model.project.texts import code_of
from flake8_fastapi.model.project.usage import Usage
from flake8_fastapi.model.syntax.tree import FUNCTIONS, is_docstring

_MAKES_ROUTER = regex(r"\bAPIRouter\s*\(")
#: A file that may be started by itself.
IS_STARTED = regex(r"\bFastAPI\s*\(|\buvicorn\.|\b__main__\b")
_ASIDE = r"archived?|archives|backups?|bak|old|unused|deprecated|obsolete|attic|trash"
#: How a folder's name says so in passing, in whatever spelling: `app (depricated)`.
_REMARK = rf".+\((?:{_ASIDE}|de\w{{4,5}}ated)\)"
#: A folder of what was put aside, perhaps with the day: `routes_backup`, `.archive`, `backup_2025`.
_ASIDE_FOLDER = regex(rf"[._]*(?:\w+[_-])?(?:{_ASIDE})(?:[_-]?\d[\d_-]*)?|{_REMARK}")
_ARCHIVE = regex(rf"[._]*(?:archived?|archives|attic|deprecated|obsolete)|{_REMARK}")
#: A folder that a program has named, with a UUID: what it keeps there is data, such as a clone.
_OF_DATA = regex(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
#: A file that was: `main_old.py`, `old_routes.py`.
_ASIDE_FILE = regex(rf"(?:{_ASIDE})[_-].+|.+[_-](?:{_ASIDE}|copy|orig)(?:[_-]?\d[\d_-]*)?")
#: A file to try something with: `minimal_test_app.py`, `demo_server.py`.
_TRIAL_FILE = regex(r"(?:.+_)?(?:tests?|demo|samples?|minimal|playground|scratch|poc)(?:_.+)?")
_MAKES_APP = regex(r"\bFastAPI\s*\(")
#: What starts an application, and its module: `app.main:app`, `app/main.py`, `-m app.main`.
_STARTS = regex(
    r"\b(?:uvicorn|gunicorn|hypercorn|fastapi|modal|python3?)\b[^\n`]*?"
    r"(?:(?<!\w)([/$]?\w[\w./]*)(?:\.py\b|:\w)"
    r"|-m[ \t]+(?!uvicorn|fastapi|gunicorn|pip|venv)(\w[\w.]*))"
)
#: No import has such a name: `main copy.py`, `app.bak.py`.
_NO_MODULE = regex(r".*[ .:()].*")
#: Files that say what is to be installed.
_REQUIRING = regex(r"requirements.*\.txt|pyproject\.toml|Pipfile")
SERVER_CONFIG = regex(r".*gunicorn.*|.*hypercorn.*")
#: Modules that frameworks look for by their names, and what a server or worker looks for in one.
_LOOKED_FOR = regex(r".*tasks?|.*jobs?|admin|asgi|commands?|conftest|models?|plugins?|signals|wsgi")
BEGINNING = regex(r"^(?:api|app|application|asgi|celery\w*|cli|server|worker|wsgi)\b[^\n(]*=", re.M)
_REGISTERS = regex(r"^[ \t]*@[\w.]*\b(?:\w*task|actor|job|command|hookimpl)\b", re.M)

#: Files that have what they need from one file, if nobody needs them.
_FEW = 3

#: Statements that do nothing but for those who import them.
_DEFINING = (
    ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef,
    ast.Assign, ast.AnnAssign,
)  # fmt: skip


def may_begin(source: str) -> bool:
    """Whether a server or a worker may be told to start with a file."""
    return IS_STARTED.search(source) is not None or BEGINNING.search(source) is not None


class UnusedFile:
    """Whether nobody uses a file; `source` is its text as it is now."""

    def __init__(self, path: str, source: str, usage: Usage) -> None:
        self._path = path
        self._source = source
        self._usage = usage
        self._stem = module_part(path)

    @cached_property
    def is_unused(self) -> bool:
        """Whether nobody does, as far as can be seen."""
        if SERVER_CONFIG.fullmatch(self._stem):
            return False
        if _NO_MODULE.fullmatch(self._stem) and "__main__" not in self._source:
            return not self._is_deployed(self._stem)
        is_package = os.path.basename(self._path) == "__init__.py"  # which nobody need name
        if not is_package and self._is_hidden:
            return True
        if not is_package and self._is_superseded:
            return True
        if not is_package and not self._usage.is_aside(self._path):
            if _ASIDE_FILE.fullmatch(self._stem) or self._is_trial:
                if not self._is_deployed(self._stem):
                    return self._nobody_imports
            if self._only_makes_routers or self._only_defines:
                if self._others_register and self._nobody_imports:
                    return True
        return self._is_in_folder_put_aside

    @cached_property
    def may_be_started(self) -> bool:
        """Whether it may run though no other file imports it: it serves, or is a program or loaded.

        An example is for whoever reads it.
        """
        return (
            not self._usage.lists(self._path)  # it is being written
            or self._usage.serves(self._path) is not False
            or self._usage.is_aside(self._path)
            or may_begin(self._source)
            or os.path.basename(self._path) == "__init__.py"
            or self._usage.spells_out(self._path)
        )

    @property
    def makes_application(self) -> bool:
        """Whether it makes an application that is no example: what is started are its routes."""
        return _MAKES_APP.search(self._source) is not None and not self._usage.is_aside(self._path)

    @property
    def _is_hidden(self) -> bool:
        """Whether every import of its name finds the package beside it: `users/` for `users.py`."""
        beside = look(os.path.splitext(self._path)[0])
        return beside.is_package and not may_begin(self._source)

    @property
    def _is_superseded(self) -> bool:
        """Whether another application is the one that the project says how to start.

        It lies beside this one. Or below it under the same name, where the README says how to start
        `src.main:app`, and nothing `main:app`. Where several are started, this may be one more.
        """
        if _MAKES_APP.search(self._source) is None:
            return False
        started = {
            _module_of(name)
            for text in starting_texts(self._path)
            for match in _STARTS.finditer(text)
            for name in filter(None, match.groups())
        }
        return (
            not any(map(self._may_be, started))
            and len(set(chain.from_iterable(map(self._applications, started)))) == 1
            and self._nobody_imports
        )

    def _may_be(self, module: str) -> bool:
        """Whether a module that is started may be this file, whichever folder that is done in."""
        *packages, stem = module.split(".")
        folders = os.path.dirname(self._path).split(os.sep)
        return stem == self._stem and folders[len(folders) - len(packages) :] == packages

    def _applications(self, module: str) -> Iterator[str]:
        """The files that make an application and that a module which is started may be."""
        folder, stem = os.path.dirname(self._path), module.rpartition(".")[2]
        found = [os.path.join(folder, f"{stem}.py")]
        if stem == self._stem:
            found = [it for it in self._usage.ending(module) if it.startswith(folder + os.sep)]
        for each in found:
            if each != self._path and _MAKES_APP.search(read_text(each)) is not None:
                yield each

    @property
    def _is_trial(self) -> bool:
        """Whether it is beside the application, by its name, and not all of it."""
        return _TRIAL_FILE.fullmatch(self._stem) is not None and self._usage.makes_others(
            self._path
        )

    @property
    def _only_makes_routers(self) -> bool:
        """Whether it serves nothing unless something includes its routers."""
        return (
            _MAKES_ROUTER.search(self._source) is not None
            and IS_STARTED.search(self._source) is None
        )

    @property
    def _is_public(self) -> bool:
        """Whether others may use what it passes on: a package of a library, or the outermost."""
        folder, name = os.path.split(self._path)
        is_outermost = name == "__init__.py" and not look(os.path.dirname(folder)).is_package
        return is_outermost or not self._usage.makes_application()

    @property
    def _only_passes_on(self) -> bool:
        """Whether it is a package that has what it has from its modules."""
        is_package = os.path.basename(self._path) == "__init__.py"
        return is_package and not self._is_public and self._does_nothing

    @property
    def _only_defines(self) -> bool:
        """Whether nothing happens when it is run, and no other file in use says its name."""
        return (
            not any(each.search(self._source) for each in (IS_STARTED, BEGINNING, _REGISTERS))
            and _LOOKED_FOR.fullmatch(self._stem) is None
            and self._does_nothing
            and (self._is_unspoken_of or self._is_spoken_of_in_vain)
            and not self._is_deployed_as_module
        )

    @property
    def _is_unspoken_of(self) -> bool:
        return self._usage.speaks_of(self._stem, self._path) is False

    @cached_property
    def _is_spoken_of_in_vain(self) -> bool:
        """Whether only files say its name that only define, and whose own names nobody says."""
        naming = self._usage.naming_anywhere((self._stem,)) or ()
        users = [it for it in naming if it != self._path and not self._usage.is_test(it)]
        others = (UnusedFile(each, read_text(each), self._usage) for each in users)
        return (
            0 < len(users) <= _FEW
            and all(each._is_unspoken_definition and each._nobody_imports for each in others)
            and {*users} >= {*(self._usage.speaking_of(self._stem, self._path) or naming)}
        )

    @property
    def _is_unspoken_definition(self) -> bool:
        """Whether it defines something that nobody asks for; what only imports, may want that."""
        return (
            self._is_unspoken_of
            and self._only_defines
            and self._tree is not None
            and any(isinstance(each, (*FUNCTIONS, ast.ClassDef)) for each in self._tree.body)
        )

    @cached_property
    def _tree(self) -> ast.Module | None:
        """The file, parsed; None where that fails."""
        try:
            return ast.parse(self._source)
        except NOT_PARSED:
            return None

    @property
    def _does_nothing(self) -> bool:
        """Whether it only imports and defines."""
        return self._tree is not None and all(
            isinstance(each, _DEFINING) or is_docstring(each) for each in self._tree.body
        )

    @property
    def _nobody_imports(self) -> bool:
        """Whether nobody does but routers that nobody imports either."""
        return self._in_vain is not None

    @property
    def _others_register(self) -> bool:
        """Whether there is an application in sight which includes what it imports."""
        return any(each not in (self._in_vain or ()) for each in self._usage.registering() or ())

    @cached_property
    def _in_vain(self) -> set[str] | None:
        """The file and those that import it, if no others import these, and they do nothing.

        All are routers, or only define something, and this one no routes.
        """
        found = {self._path}
        queue: list[UnusedFile] = [self]
        for each in queue:
            users = each._importing
            if users is None:
                return None
            for user in users:
                if user not in found:
                    found.add(user)
                    queue.append(UnusedFile(user, read_text(user), self._usage))
                    if not (queue[-1]._only_makes_routers or queue[-1]._only_passes_on):
                        if self._only_makes_routers or not queue[-1]._is_unspoken_definition:
                            return None
        return found

    @property
    def _importing(self) -> list[str] | None:
        """The files, no tests, that import this one, and say more of it; None: others may use it.

        What only tests use, nobody serves.
        """
        users = self._usage.naming_anywhere((self._stem,))
        if users is None or self._usage.may_load(self._path):
            return None
        if self._is_deployed(f"{os.path.basename(self._home)}.{self._stem}"):
            return None
        around = os.path.join(self._home, "__init__.py")
        if around not in users and self._stem in read_text(around):  # in `__all__`, for `import *`
            return None
        return [
            user
            for user in users
            if user != self._path and not self._usage.is_test(user) and self._imports(user)
        ]

    @property
    def _home(self) -> str:
        """The folder that the module or package lies in."""
        folder, name = os.path.split(self._path)
        return os.path.dirname(folder) if name == "__init__.py" else folder

    def _imports(self, user: str) -> bool:
        """Whether a file imports this one, and says more of it than that."""
        return self._may_import(user, self._passing) and not self._only_imports(user)

    def _may_import(self, user: str, passing: Collection[str]) -> bool:
        """Whether a file may import this one; where that is not clear, the end of a name tells."""
        own = os.path.splitext(self._path)[0].replace(os.sep, ".").removesuffix(".__init__")
        targets = dict(self._usage.imported(user))
        return any(
            target == self._path
            or (target is None and own.endswith(f".{name}") and self._may_be_meant(name, user))
            or (target is None and targets.get(name.removesuffix(f".{self._stem}")) in passing)
            for name, target in targets.items()
        )

    def _may_be_meant(self, name: str, user: str) -> bool:
        """Whether an import may lead here that leads to no file: `import clip` to app/api/clip.py.

        Not if that is the name of something that the project asks to be installed.
        """
        beside = os.path.dirname(user) == os.path.dirname(self._path)
        return "." in name or beside or not self._is_required(name)

    def _is_required(self, name: str) -> bool:
        """Whether the requirements of the project name a distribution."""
        said = regex(rf"(?im)^[\s\"']*{re.escape(name)}(?![\w.-])")
        return any(
            said.search(read_text(os.path.join(folder, file)))
            for folder in upwards(os.path.dirname(self._path))
            for file in sorted(look(folder).files)
            if _REQUIRING.fullmatch(file)
        )

    @cached_property
    def _passing(self) -> set[str]:
        """The files, of packages above all, that others can import this one from."""
        users = self._usage.naming_anywhere((self._stem,)) or ()
        found: set[str] = set()
        for _ in users:  # one may have it from the other
            before = len(found)
            found.update(each for each in users if self._may_import(each, found))
            if len(found) == before:
                break
        return found

    def _only_imports(self, user: str) -> bool:
        """Whether a file imports this one and says no more of it: `# app.include_router(items)`.

        Those who import it from there are asked themselves.
        """
        code = code_of(read_text(user)) + "\n"
        places = [*re.finditer(rf"(\.?)\b{re.escape(self._stem)}\b[ \t]*([,)\n]?)", code)]
        if len(places) != 1 or "include_router" in self._source:  # perhaps of its own router
            return False
        before, after = places[0].groups()
        return not before and bool(after) and not self._is_passed_on

    @cached_property
    def _is_passed_on(self) -> bool:
        """Whether something says `routes.items`, or imports all of what has it."""
        packages = {os.path.basename(self._home), *map(module_part, self._passing)}
        names = "|".join(map(re.escape, packages | self._renamed(packages)))
        return self._usage.imports_all_of(packages) or self._usage.says(
            rf"\b(?:{names})\.{re.escape(self._stem)}\.", self._stem
        )

    def _renamed(self, modules: Collection[str]) -> set[str]:
        """What other files call modules that they import: `from app.v2 import routes as v2`."""
        said = regex(rf"\b(?:{'|'.join(map(re.escape, modules))})[ \t]+as[ \t]+(\w+)")
        users = self._usage.naming_anywhere(modules) or ()
        return {name for user in users for name in said.findall(read_text(user))}

    def _is_deployed(self, name: str) -> bool:
        """Whether what starts the application may start it by that name: `uvicorn main_old:app`."""
        return any(name in text for text in self._deployment)

    @property
    def _is_deployed_as_module(self) -> bool:
        """Whether that is said of its module, and not of whatever has such a name: `app.items`."""
        stem = re.escape(self._stem)
        said = rf"\.{stem}\b|\b{stem}(?:\.\w|:\w)|-m[ \t]+{stem}\b|[\"']{stem}[\"']"
        return any(re.search(said, text) for text in self._deployment)

    @cached_property
    def _deployment(self) -> list[str]:
        """What deploys the project: asked for one name after the other."""
        return list(deployment_texts(self._path))

    @property
    def _is_in_folder_put_aside(self) -> bool:
        folder = os.path.dirname(self._path)
        while len(folder) > len(self._usage.root):
            name = os.path.basename(folder)
            if _ASIDE_FOLDER.fullmatch(name) or _OF_DATA.fullmatch(name):
                return self._usage.leads_into(folder) is False
            folder = os.path.dirname(folder)
        # a whole project may lie in the archive of a checkout, or of another project
        *below, _ = upwards(folder)
        is_own = checkout(folder) is not None
        return any(
            kind.fullmatch(os.path.basename(each))
            and (is_own or look(os.path.dirname(each)).has_marker)
            for each in below
            for kind in (_ARCHIVE, _OF_DATA)
        )


def _module_of(started: str) -> str:
    """The module of what is started; its last part where its folder is that of another machine."""
    name = started.replace("/", ".")
    return name if name[0].isalnum() else name.rpartition(".")[2]
