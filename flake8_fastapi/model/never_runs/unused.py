"""Does anybody use this? Dead functions and methods, fixtures, and all of a file that is unused.

Nobody runs what is unused, and nobody would change it. What the project speaks of anywhere counts
as used, in a text too, but for tests: what only they use, nobody serves. Fixtures are used by tests
that name them.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterator
from functools import partial

from flake8_fastapi.model.lean import cached_property, regex
from flake8_fastapi.model.neighbours.neighbour import NOT_PARSED, top_level
from flake8_fastapi.model.never_runs.unused_file import SERVER_CONFIG, UnusedFile
from flake8_fastapi.model.project.files import read_text
from flake8_fastapi.model.project.texts import mentions, says
from flake8_fastapi.model.project.usage import Usage
from flake8_fastapi.model.syntax.flow import cut_off
from flake8_fastapi.model.syntax.tree import (
    FUNCTIONS,
    FunctionNode,
    in_block,
    lists_exports,
    spelled_name,
)

#: What runs an application looks for these by their names.
CALLED_FROM_OUTSIDE = regex(r"main|.*handler|create_app|get_app|application|lifespan|pytest_.*")
#: Classes derived from others may be found by whoever looks for those.
_NOT_LOOKED_FOR = {"object", "ABC", "BaseHTTPMiddleware"}
#: What finds classes without their names; who asks for functions only is given no classes.
_FINDS_CLASSES = (
    r"\b__(?:subclasses|init_subclass)__\b|\bmetaclass\s*=\s*(?!abc\.|ABCMeta)"
    r"|\bgetmembers\b(?!\([^()]*\bis(?:function|method|routine|coroutinefunction)\s*\))"
)
#: Decorators that call nothing, nor tell anybody of it.
SILENT = {
    "staticmethod", "classmethod", "property", "cached_property", "contextmanager",
    "asynccontextmanager", "cache", "cached", "lru_cache", "alru_cache", "retry", "override",
    "wraps",
}  # fmt: skip


def _has_no_bases(cls: ast.ClassDef, method: str = "") -> bool:
    return not cls.bases


class Unused(UnusedFile):
    """What nobody uses of a file, whose tree is `root`.

    Control never gets to the lines in `cut_off`; `is_own` tells of a class whether no library knows
    it by its bases, or a method of a name.
    """

    def __init__(
        self,
        path: str,
        root: ast.Module,
        source: str,
        usage: Usage,
        cut_off: list[range],
        is_own: Callable[[ast.ClassDef, str], bool] = _has_no_bases,
    ) -> None:
        super().__init__(path, source, usage)
        self._tree = self._root = root
        self._cut_off = cut_off
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
        return bool(self._usage.importers(self._path)) and not SERVER_CONFIG.fullmatch(self._stem)

    @cached_property
    def _looks_for_classes(self) -> bool:
        """Whether the project may find classes by what they are derived from."""
        return self._usage.says(_FINDS_CLASSES)

    def _definitions_at(self, line: int) -> Iterator[str]:
        """The names of the function, class and method around a line that need to be named."""
        if not self._is_part:
            return
        statement = in_block(line, self._root.body)
        if isinstance(statement, FUNCTIONS):
            if _has_to_be_named(statement):
                yield statement.name
        elif isinstance(statement, ast.ClassDef) and not statement.decorator_list:
            if set(map(spelled_name, statement.bases)) <= _NOT_LOOKED_FOR or (
                self._is_own(statement, "") and not self._looks_for_classes
            ):
                yield statement.name
            method = in_block(line, statement.body)
            if isinstance(method, FUNCTIONS) and self._is_own(statement, method.name):
                if _has_to_be_named(method):
                    yield method.name

    def _is_unused(self, name: str) -> bool:
        if name not in self._known:
            self._known[name] = False  # where functions call each other in a circle
            self._known[name] = not self._is_used(name)
        return self._known[name]

    def _is_used(self, name: str) -> bool:
        lines = (line for line in self._lines_with(name) if not self._only_says(line, name))
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
        """The lines of the file that mention a name, but for those that never run."""
        lines = map(self._line_at, mentions(self._source, name))
        return (line for line in lines if not self._is_cut_off(line))

    def _is_cut_off(self, line: int) -> bool:
        return any(line in each for each in self._cut_off)

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
                root = ast.parse(source)
            except NOT_PARSED:
                return False
            other = self._others[path] = Unused(path, root, source, self._usage, cut_off(root))
            other._others = self._others
        places = mentions(other._source, name)
        if self._is_no_attribute(name, other._source):
            places = (it for it in places if not other._source.endswith("self.", 0, it))
        return all(other._is_in_vain(other._line_at(place)) for place in places)

    def _is_no_attribute(self, name: str, elsewhere: str) -> bool:
        """Whether what stands elsewhere in a class as `self.name` is another one of that name.

        So it is where functions have it, or classes without bases that are not named there.
        """
        owners = [
            statement
            for statement in self._root.body
            if isinstance(statement, ast.ClassDef)
            and any(getattr(each, "name", None) == name for each in statement.body)
        ]
        return all(not it.bases and not says(elsewhere, it.name) for it in owners)

    def _is_in_vain(self, line: int) -> bool:
        """Whether nothing comes of what a line mentions: it only imports it, or nobody uses it."""
        match in_block(line, self._root.body):
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                renames = any(each.asname not in (None, each.name) for each in names)
                is_package = os.path.basename(self._path) == "__init__.py"
                return not renames and not (is_package and self._is_public)
        return (
            self._exports(line)
            or self._is_cut_off(line)
            or any(map(self._is_unused, self._definitions_at(line)))
        )

    def _only_says(self, line: int, name: str) -> bool:
        """Whether a line exports a name, or annotates a variable of the file with it."""
        match in_block(line, self._root.body):
            case ast.AnnAssign(value=value):
                return value is None or not says(ast.unparse(value), name)
        return self._exports(line)

    def _exports(self, line: int) -> bool:
        """Whether a line stands in an `__all__` that nobody outside of the project reads."""
        return lists_exports(in_block(line, self._root.body)) and not self._is_public


class UnusedFixtures(Unused):
    """The same of a file of tests: the fixtures that no test asks for."""

    def has(self, line: int) -> bool:
        """Whether a line lies in a fixture that nobody asks for, as far as can be seen."""
        statement = in_block(line, self._root.body)
        if isinstance(statement, ast.ClassDef):
            statement = in_block(line, statement.body)
        return (
            isinstance(statement, FUNCTIONS)
            and _has_to_be_asked_for(statement)
            and (self._is_left_over or not self._is_asked_for(statement))
        )

    @cached_property
    def _is_left_over(self) -> bool:
        """Whether the file was a `conftest.py`: pytest does not look into `conftest_old.py`."""
        name = self._stem
        return (
            "conftest" in name
            and name != "conftest"
            and self._usage.speaks_of(name, self._path, in_tests=True) is False
            and not self._is_deployed(name)
        )

    @cached_property
    def _asked(self) -> dict[FunctionNode, bool]:
        """Whether somebody asks for a fixture, as far as it was of interest."""
        return {}

    def _is_asked_for(self, fixture: FunctionNode) -> bool:
        """Whether anybody does, but fixtures of the file that nobody asks for either."""
        if fixture not in self._asked:
            self._asked[fixture] = False  # nor does one that it asks for itself
            self._asked[fixture] = self._is_named(fixture)
        return self._asked[fixture]

    def _is_unwanted(self, statement: ast.stmt) -> bool:
        return (
            isinstance(statement, FUNCTIONS)
            and _has_to_be_asked_for(statement)
            and not self._is_asked_for(statement)
        )

    def _is_named(self, fixture: FunctionNode) -> bool:
        name = fixture.name
        beside = (each for each in self._root.body if each is not fixture)
        return (
            any(_asks_for(name, each) and not self._is_unwanted(each) for each in beside)
            or self._usage.speaks_of(name, self._path, partial(_asks_for_none, name), in_tests=True)
            is not False
            or self._is_deployed(name)  # `usefixtures` in pytest.ini
        )


def _asks_for_none(name: str, path: str) -> bool:
    """Whether no code of a file asks for a fixture: `client = TestClient(app)` does not."""
    if "test" not in (source := read_text(path)):  # neither `def test_it` nor `import pytest`
        return True
    return not any(_asks_for(name, each) for each in top_level(source, path))


def _asks_for(name: str, statement: ast.stmt) -> bool:
    """Whether some code asks for a fixture: as a parameter, or in a text; or it imports it."""
    for node in ast.walk(statement):
        match node:
            case ast.arg(arg=found) | ast.Constant(value=str(found)) | ast.alias(name=found):
                if found == name:
                    return True
    return False


def _has_to_be_named(function: FunctionNode) -> bool:
    """Whether nobody calls a function who does not name it: neither a framework nor Python."""
    around = [each.func if isinstance(each, ast.Call) else each for each in function.decorator_list]
    return (
        not function.name.startswith("__")
        and CALLED_FROM_OUTSIDE.fullmatch(function.name) is None
        and set(map(spelled_name, around)) <= SILENT
    )


def _has_to_be_asked_for(function: FunctionNode) -> bool:
    """Whether it is a fixture, which runs for those who name it and for nobody else."""
    match function.decorator_list:
        case [ast.Call(func=func, keywords=keywords)]:
            if any(each.arg in ("autouse", "name", None) for each in keywords):
                return False
            return spelled_name(func) == "fixture"
        case [decorator]:
            return spelled_name(decorator) == "fixture"
    return False
