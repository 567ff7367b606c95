"""Does anybody use this? Routers that nobody includes, code that was put aside, dead functions.

Nobody runs what is unused, and nobody would change it. What the project speaks of anywhere counts
as used, in a text too; and where modules are imported by names that are texts, nothing is known of
files. Of tests, those that import a file count, not those that name a function of it. Fixtures are
used by tests that name them.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Callable, Collection, Iterator
from functools import partial

from flake8_fastapi.model.files import (
    deployment_texts,
    look,
    read_text,
    starting_texts,
    upwards,
)
from flake8_fastapi.model.lean import cached_property, regex
from flake8_fastapi.model.neighbour import NOT_PARSED
from flake8_fastapi.model.project_files import module_part
from flake8_fastapi.model.texts import code_of, mentions, whole_words
from flake8_fastapi.model.tree import spelled_name
from flake8_fastapi.model.usage import Usage

_MAKES_ROUTER = regex(r"\bAPIRouter\s*\(")
#: A file that may be started by itself.
_IS_STARTED = regex(r"\bFastAPI\s*\(|\buvicorn\.|\b__main__\b")
_ASIDE = r"archived?|archives|backups?|bak|old|unused|deprecated|obsolete|attic|trash"
#: A folder of what was put aside, perhaps with the day: `routes_backup`, `.archive`, `backup_2025`.
_ASIDE_FOLDER = regex(rf"[._]*(?:\w+[_-])?(?:{_ASIDE})(?:[_-]?\d[\d_-]*)?")
_ARCHIVE = regex(r"[._]*(?:archived?|archives|attic|deprecated|obsolete)")
#: A file that was: `main_old.py`, `old_routes.py`.
_ASIDE_FILE = regex(rf"(?:{_ASIDE})[_-].+|.+[_-](?:{_ASIDE}|copy|orig)(?:[_-]?\d[\d_-]*)?")
#: A file to try something with: `minimal_test_app.py`, `demo_server.py`.
_TRIAL_FILE = regex(r"(?:.+_)?(?:tests?|demo|samples?|minimal|playground|scratch|poc)(?:_.+)?")
_MAKES_APP = regex(r"\bFastAPI\s*\(")
#: What starts an application, and the last part of the name of its module.
_STARTS = regex(
    r"\b(?:uvicorn|gunicorn|hypercorn|fastapi|python3?)\b[^\n`]*?"
    r"(?:\b(\w+)(?:\.py\b|:\w)|-m[ \t]+(?!uvicorn|fastapi|gunicorn|pip|venv)[\w.]*\b(\w+))"
)
#: No import has such a name: `main copy.py`, `app.bak.py`.
_NO_MODULE = regex(r".*[ .:()].*")
#: What runs an application looks for these by their names.
_CALLED_FROM_OUTSIDE = regex(r"main|.*handler|create_app|get_app|application|lifespan|pytest_.*")
_SERVER_CONFIG = regex(r".*gunicorn.*|.*hypercorn.*")
#: Modules that frameworks look for by their names, and what a server or worker looks for in one.
_LOOKED_FOR = regex(r".*tasks?|.*jobs?|admin|asgi|commands?|conftest|models?|plugins?|signals|wsgi")
_BEGINNING = regex(
    r"^(?:api|app|application|asgi|celery\w*|cli|server|worker|wsgi)\b[^\n(]*=", re.M
)
_REGISTERS = regex(r"^[ \t]*@[\w.]*\b(?:\w*task|actor|job|command|hookimpl)\b", re.M)
#: Classes derived from others may be found by whoever looks for those.
_NOT_LOOKED_FOR = {"object", "ABC", "BaseHTTPMiddleware"}
#: Decorators that call nothing, nor tell anybody of it.
_SILENT = {
    "staticmethod", "classmethod", "property", "cached_property", "contextmanager",
    "asynccontextmanager", "cache", "cached", "lru_cache", "alru_cache", "retry", "override",
    "wraps",
}  # fmt: skip

#: Statements that do nothing but for those who import them.
_DEFINING = (
    ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef,
    ast.Assign, ast.AnnAssign,
)  # fmt: skip


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
        if _SERVER_CONFIG.fullmatch(self._stem):
            return False
        if _NO_MODULE.fullmatch(self._stem) and "__main__" not in self._source:
            return not self._is_deployed(self._stem)
        is_package = os.path.basename(self._path) == "__init__.py"  # which nobody need name
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

    @property
    def _is_superseded(self) -> bool:
        """Whether another application beside it is the one that the project says how to start.

        Where it starts several of them, this may be one more.
        """
        if _MAKES_APP.search(self._source) is None:
            return False
        started = {
            name
            for text in starting_texts(self._path)
            for match in _STARTS.finditer(text)
            for name in filter(None, match.groups())
        }
        return (
            self._stem not in started
            and sum(map(self._makes_app_beside, started)) == 1
            and self._nobody_imports
        )

    def _makes_app_beside(self, name: str) -> bool:
        folder = os.path.dirname(self._path)
        return _MAKES_APP.search(read_text(os.path.join(folder, f"{name}.py"))) is not None

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
            and _IS_STARTED.search(self._source) is None
        )

    @property
    def _is_public(self) -> bool:
        """Whether others may use what it passes on: a package of a library, or the outermost."""
        folder, name = os.path.split(self._path)
        is_outermost = name == "__init__.py" and not look(os.path.dirname(folder)).is_package
        return is_outermost or not self._usage.is_application()

    @property
    def _only_passes_on(self) -> bool:
        """Whether it is a package that has what it has from its modules."""
        is_package = os.path.basename(self._path) == "__init__.py"
        return is_package and not self._is_public and _does_nothing(self._source)

    @property
    def _only_defines(self) -> bool:
        """Whether nothing happens when it is run, and no other file says its name."""
        return (
            not any(each.search(self._source) for each in (_IS_STARTED, _BEGINNING, _REGISTERS))
            and _LOOKED_FOR.fullmatch(self._stem) is None
            and _does_nothing(self._source)
            and self._usage.speaks_of(self._stem, self._path) is False
            and not self._is_deployed(self._stem)
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
        """The file and those that import it, if all are routers, none of which others import."""
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
                        return None
        return found

    @property
    def _importing(self) -> list[str] | None:
        """The files that import this one, and say more of it; None where others may use it."""
        users = self._usage.naming_anywhere((self._stem,))
        if users is None or self._may_be_loaded:
            return None
        if self._is_deployed(f"{os.path.basename(self._home)}.{self._stem}"):
            return None
        around = os.path.join(self._home, "__init__.py")
        if around not in users and self._stem in read_text(around):  # in `__all__`, for `import *`
            return None
        return [user for user in users if user != self._path and self._imports(user)]

    @property
    def _may_be_loaded(self) -> bool:
        """Whether something may import the file whose name is a text there, or no code at all."""
        usage = self._usage
        if usage.loads_modules(("folder",)) is not False:
            return True
        return usage.loads_modules() is not False and any(
            usage.speaks_of(self._stem, self._path, in_tests=in_tests) is not False
            for in_tests in (False, True)
        )

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
        own = os.path.splitext(self._path)[0].replace(os.sep, ".")
        targets = dict(self._usage.imported(user))
        return any(
            target == self._path
            or (target is None and own.endswith(f".{name}"))
            or (target is None and targets.get(name.removesuffix(f".{self._stem}")) in passing)
            for name, target in targets.items()
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
        folder = os.path.basename(self._home)
        packages = "|".join(map(re.escape, {folder, *map(module_part, self._passing)}))
        return self._usage.says(
            rf"\b(?:{packages})\.{re.escape(self._stem)}\."
            rf"|from[ \t]+(?:[.\w]*\b(?:{packages})|\.+)[ \t]+import[ \t]*\*"
        )

    def _is_deployed(self, name: str) -> bool:
        """Whether what starts the application may start it by that name: `uvicorn main_old:app`."""
        return any(name in text for text in deployment_texts(self._path))

    @property
    def _is_in_folder_put_aside(self) -> bool:
        folder = os.path.dirname(self._path)
        while len(folder) > len(self._usage.root):
            if _ASIDE_FOLDER.fullmatch(os.path.basename(folder)):
                return self._usage.leads_into(folder) is False
            folder = os.path.dirname(folder)
        # a whole project may lie in an archive
        around = [*upwards(folder)]
        return look(around[-1]).is_top and any(
            _ARCHIVE.fullmatch(os.path.basename(each)) for each in around[:-1]
        )


def _has_no_bases(cls: ast.ClassDef) -> bool:
    return not cls.bases


class Unused(UnusedFile):
    """What nobody uses of a file, whose tree is `root`.

    `is_own` tells of a class whether no library knows its methods by its bases.
    """

    def __init__(
        self,
        path: str,
        root: ast.Module,
        source: str,
        usage: Usage,
        is_own: Callable[[ast.ClassDef], bool] = _has_no_bases,
    ) -> None:
        super().__init__(path, source, usage)
        self._root = root
        self._is_own = is_own
        self._known: dict[str, bool] = {}
        self._others: dict[str, Unused] = {path: self}

    def has(self, line: int) -> bool:
        """Whether nobody uses the code at a line, as far as can be seen."""
        return self.is_unused or any(map(self._is_unused, self._definitions_at(line)))

    @cached_property
    def _is_part(self) -> bool:
        """Whether others import the file, so that it is known to belong to an application.

        Any other one may be a beginning, or an example.
        """
        return bool(self._usage.importers(self._path)) and not _SERVER_CONFIG.fullmatch(self._stem)

    def _definitions_at(self, line: int) -> Iterator[str]:
        """The names of the function, class and method around a line that need to be named."""
        if not self._is_part:
            return
        statement = _around(line, self._root.body)
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            if _has_to_be_named(statement):
                yield statement.name
        elif isinstance(statement, ast.ClassDef) and not statement.decorator_list:
            if set(map(spelled_name, statement.bases)) <= _NOT_LOOKED_FOR:
                yield statement.name
            if self._is_own(statement):
                method = _around(line, statement.body)
                if isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    if _has_to_be_named(method):
                        yield method.name

    def _is_unused(self, name: str) -> bool:
        if name not in self._known:
            self._known[name] = False  # where functions call each other in a circle
            self._known[name] = not self._is_used(name)
        return self._known[name]

    def _is_used(self, name: str) -> bool:
        lines = (line for line in self._lines_with(name) if not self._exports(line))
        users = [[*self._definitions_at(line)] for line in lines]
        users = [each for each in users if name not in each]
        return (
            [] in users  # cheaper than to look through the project
            or self._usage.speaks_of(name, self._path, partial(self._is_unused_in, name))
            is not False
            or self._is_deployed(name)
            or any(not any(map(self._is_unused, each)) for each in users)
        )

    def _lines_with(self, name: str) -> Iterator[int]:
        """The lines of the file that mention a name."""
        return map(self._line_at, mentions(self._source, name))

    def _line_at(self, place: int) -> int:
        return self._source.count("\n", 0, place) + 1

    def _is_unused_in(self, name: str, path: str) -> bool:
        """Whether nobody uses another file, or what it has that mentions a name."""
        known = self._usage.unused()
        if path not in known:
            known[path] = UnusedFile(path, read_text(path), self._usage).is_unused
        return known[path] or self._mentions_in_vain(name, path)

    def _mentions_in_vain(self, name: str, path: str) -> bool:
        other = self._others.get(path)
        if other is None:
            source = read_text(path)
            try:
                other = Unused(path, ast.parse(source), source, self._usage)
            except NOT_PARSED:
                return False
            self._others[path] = other
            other._others = self._others
        places = mentions(other._source, name)
        if self._is_method_of_its_own(name, other._source):
            places = (it for it in places if not other._source.endswith("self.", 0, it))
        return all(other._is_in_vain(other._line_at(place)) for place in places)

    def _is_method_of_its_own(self, name: str, elsewhere: str) -> bool:
        """Whether only classes without bases have that name here, and none is named elsewhere.

        What stands there in a class as `self.name` is another method then.
        """
        owners = []
        for statement in self._root.body:
            if isinstance(statement, ast.ClassDef):
                if any(getattr(each, "name", None) == name for each in statement.body):
                    owners.append(statement)
            elif getattr(statement, "name", None) == name:
                return False
        return all(not it.bases and not any(whole_words(elsewhere, it.name)) for it in owners)

    def _is_in_vain(self, line: int) -> bool:
        """Whether nothing comes of what a line mentions: it only imports it, or nobody uses it."""
        match _around(line, self._root.body):
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                renames = any(each.asname not in (None, each.name) for each in names)
                is_package = os.path.basename(self._path) == "__init__.py"
                return not renames and not (is_package and self._is_public)
        return self._exports(line) or any(map(self._is_unused, self._definitions_at(line)))

    def _exports(self, line: int) -> bool:
        """Whether a line stands in an `__all__` that nobody outside of the project reads."""
        match _around(line, self._root.body):
            case ast.Assign(targets=[ast.Name(id="__all__")]):
                return not self._is_public
        return False


class UnusedFixtures(Unused):
    """The same of a file of tests: the fixtures that no test asks for."""

    def has(self, line: int) -> bool:
        """Whether a line lies in a fixture that nobody asks for, as far as can be seen."""
        statement = _around(line, self._root.body)
        if isinstance(statement, ast.ClassDef):
            statement = _around(line, statement.body)
        return (
            isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef))
            and _has_to_be_asked_for(statement)
            and not self._is_asked_for(statement)
        )

    def _is_asked_for(self, fixture: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        name = fixture.name
        return (
            any(_around(line, [fixture]) is None for line in self._lines_with(name))
            or self._usage.speaks_of(name, self._path, in_tests=True) is not False
            or self._is_deployed(name)  # `usefixtures` in pytest.ini
        )


def _does_nothing(source: str) -> bool:
    """Whether a text only imports and defines."""
    try:
        statements = ast.parse(source).body
    except NOT_PARSED:
        return False
    return all(isinstance(each, _DEFINING) or _is_documentation(each) for each in statements)


def _is_documentation(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _around(line: int, statements: list[ast.stmt]) -> ast.stmt | None:
    """The statement that a line belongs to."""
    last = next((each for each in reversed(statements) if each.lineno <= line), None)
    return last if last is not None and line <= (last.end_lineno or last.lineno) else None


def _has_to_be_named(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether nobody calls a function who does not name it: neither a framework nor Python."""
    around = [each.func if isinstance(each, ast.Call) else each for each in function.decorator_list]
    return (
        not function.name.startswith("__")
        and _CALLED_FROM_OUTSIDE.fullmatch(function.name) is None
        and set(map(spelled_name, around)) <= _SILENT
    )


def _has_to_be_asked_for(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether it is a fixture, which runs for those who name it and for nobody else."""
    match function.decorator_list:
        case [ast.Call(func=func, keywords=keywords)]:
            if any(each.arg in ("autouse", "name", None) for each in keywords):
                return False
            return spelled_name(func) == "fixture"
        case [decorator]:
            return spelled_name(decorator) == "fixture"
    return False
