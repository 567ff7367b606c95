"""Does a file fail as soon as it is imported, for want of a name in it, or in another file?

Or since the package that it is in does not parse, in any version of Python. Nothing in such a file
ever runs, nor in one that imports it.
"""

from __future__ import annotations

import ast
import builtins
import os
from collections.abc import Iterable, Iterator, Set
from functools import partial

from flake8_fastapi.model.fails_at_import.imported_in_vain import (
    MAKES_NAMES,
    PACKAGE,
    homes,
    is_in_vain,
    is_set_by_nobody,
    run_by,
)
from flake8_fastapi.model.fails_at_import.lacking_settings import asks_for_lacking_setting
from flake8_fastapi.model.fails_at_import.misplaced import MISPLACED
from flake8_fastapi.model.fails_at_import.pydantic_refusals import (
    has_field_as_type,
    is_refused,
    may_be_refused,
)
from flake8_fastapi.model.fails_at_import.run_at_import import (
    evaluated,
    evaluated_in,
    imports_of_called,
    names_in,
    run_at_once,
)
from flake8_fastapi.model.fails_at_import.signatures import (
    annotating,
    are_evaluated,
    in_annotations,
)
from flake8_fastapi.model.fails_at_import.uncompiled import is_broken, is_suspect, repeats_a_keyword
from flake8_fastapi.model.fails_at_import.unmappable import has_unmappable_class
from flake8_fastapi.model.neighbours.neighbour import NOT_PARSED, parsed
from flake8_fastapi.model.neighbours.pieces import Cut
from flake8_fastapi.model.never_runs.unused_file import may_begin
from flake8_fastapi.model.project.files import checkout, look, read_text
from flake8_fastapi.model.project.usage import Usage
from flake8_fastapi.model.syntax.names import Names
from flake8_fastapi.model.syntax.newer_syntax import is_of_later
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import Tree
from flake8_fastapi.model.target import Target

#: Files looked at for one answer: those that a file leads to, and those that import it.
MOST = 300
FEW = 40
#: With one of these in the project, every file may have them.
_MAKES_BUILTINS = r"\bbuiltins\b|\b__builtins__\b|\bgettext\b"
#: Names that are there without a word: in some version of Python, or where notebooks run.
_GIVEN = {
    *dir(builtins), "BaseExceptionGroup", "EncodingWarning", "ExceptionGroup",
    "PythonFinalizationError", "WindowsError", "aiter", "anext", "copyright", "credits", "exit",
    "license", "quit", "dbutils", "display", "get_ipython", "spark",
}  # fmt: skip


def fails_at_import(path: str, syntax: Syntax, source: str, usage: Usage) -> bool:
    """Whether a file is sure to raise SyntaxError, NameError or ImportError when it is imported.

    By itself, or by what it imports. What stands in a `try` or an `if` is provided for. A file that
    only such files import might as well fail.
    """
    own = _AtImport(path, syntax.tree, syntax.names, source, usage)
    if own.fails or own.annotates_in_vain():
        return True
    if any(map(repeats_a_keyword, syntax.tree.nodes(ast.Call))):
        return True
    if _some_fail(own.imports(), path, usage):
        return True
    if may_begin(source):
        return False
    return _some_fail(_packages_around(path), path, usage) or _leads_to_failures(path, usage)


def _packages_around(path: str) -> Iterator[str]:
    """The `__init__.py` of the packages that are imported with a file."""
    folder = os.path.dirname(path)
    while look(folder).is_package:
        yield os.path.join(folder, PACKAGE)
        folder = os.path.dirname(folder)


def _leads_to_failures(path: str, usage: Usage) -> bool:
    """Whether all that imports a file fails, or is imported by such files only."""
    queue = [path]
    fails = False
    for each in queue:
        importers = usage.importers(each)
        further = [it for it in importers if it not in queue]
        if not importers or len(queue) + len(further) > FEW:
            return False  # it may be a beginning
        for importer in further:
            if _some_fail((importer,), path, usage):
                fails = True
            elif may_begin(read_text(importer)):
                return False
            else:
                queue.append(importer)
    return fails


def _some_fail(paths: Iterable[str], but: str, usage: Usage) -> bool:
    """Whether one of some files fails, or one that they import, as far as they are looked at."""
    known = usage.at_import()
    queue = [each for each in dict.fromkeys(paths) if each != but]
    seen = {but, *queue}
    for path in queue:
        if path not in known:
            known[path] = _at_import(path, usage)
        fails, imports = known[path]
        if fails:
            return True
        further = [each for each in imports if each not in seen][: MOST - len(seen)]
        seen.update(further)
        queue += further
    return False


def _at_import(path: str, usage: Usage) -> tuple[bool, tuple[str, ...]]:
    """Whether a file of the project fails by itself, and which ones it imports."""
    if not usage.lists(path):
        return False, ()
    source = read_text(path)
    if (os.path.basename(path) == PACKAGE or is_suspect(source)) and is_broken(path):
        return True, ()
    try:
        tree = Tree(parsed(Cut(source).outline(), path))
    except NOT_PARSED:
        return is_broken(path), ()
    own = _AtImport(path, tree, Names(tree, ""), source, usage)
    return own.fails, tuple(dict.fromkeys(own.imports()))


def imports_failure(statement: ast.ImportFrom, path: str, usage: Usage) -> bool:
    """Whether a file imports one of the project that is sure to fail when it is imported."""
    return _some_fail(run_by(statement, path, usage), path, usage)


def undefined(tree: Tree, names: Names, source: str, usage: Usage) -> frozenset[str]:
    """The names that a file reads, and that nothing at its top level binds.

    Where no function around binds them either, they are a NameError.
    """
    read = {each.id for each in tree.nodes(ast.Name) if isinstance(each.ctx, ast.Load)}
    return _unbound(read, names.bindings(tree.root).keys(), source, usage)


def _unbound(read: Set[str], bound: Set[str], source: str, usage: Usage) -> frozenset[str]:
    """Those of some names that nobody has: neither Python nor the project provides them.

    Of what is kept in Git: a sketch may well leave something out.
    """
    found = {name for name in read - bound - _GIVEN if not name.startswith("_")}
    if not found or MAKES_NAMES.search(source) is not None or checkout(usage.root) is None:
        return frozenset()
    return frozenset() if usage.says(_MAKES_BUILTINS) else frozenset(found)


class _AtImport:
    """What a file surely runs when it is imported; `names` are those of its tree."""

    def __init__(self, path: str, tree: Tree, names: Names, source: str, usage: Usage) -> None:
        self._path = path
        self._tree = tree
        self._names = names
        self._source = source
        self._usage = usage
        self._statements = [*run_at_once(tree)]
        self._imports = [*self._statements, *imports_of_called(self._statements, tree.called_names)]

    @property
    def fails(self) -> bool:
        """Whether it needs a name that nothing has, in this file or in the one it is asked of."""
        return (
            any(is_in_vain(it, self._path, self._usage) for it in self._imports)
            or self._lacks_own()
            or self._looks_in_vain()
            or asks_for_lacking_setting(self._path, self._statements, self._usage)
            or self._is_for_older_pydantic()
            or has_field_as_type(self._source, self._path)
            or has_unmappable_class(self._path, self._source, partial(homes, self._usage))
        )

    def _is_for_older_pydantic(self) -> bool:
        """Whether it needs what the Pydantic that the project names has no longer.

        Where it names no version, what it needs tells that it is an older one.
        """
        if not may_be_refused(self._source) or not is_refused(self._source, self._path):
            return False
        oldest = Target.of(self._path).lower_bound("pydantic")
        return oldest is not None and oldest.major >= 2

    def annotates_in_vain(self) -> bool:
        """Whether an annotation needs a name that nothing binds; of a file that is read whole."""
        unbound = undefined(self._tree, self._names, self._source, self._usage)
        return (
            bool(unbound and in_annotations(self._statements, unbound))
            and are_evaluated(self._source, self._path)
            and not is_of_later(self._source)
        )

    def imports(self) -> Iterator[str]:
        """The files that it imports, as far as it is certain which."""
        for statement in self._imports:
            yield from run_by(statement, self._path, self._usage)

    def _looks_in_vain(self) -> bool:
        """Whether the top level asks a module for a name that it has in no version."""
        modules = {
            each.asname or each.name: each.name
            for statement in self._statements
            if isinstance(statement, ast.Import)
            for each in statement.names
            if each.name in MISPLACED
        }
        for node in evaluated_in(self._statements) if modules else ():
            match node:
                case ast.Attribute(value=ast.Name(id=of), attr=name) if of in modules:
                    if is_set_by_nobody(modules[of], name, self._usage):
                        return True
        return False

    def _lacks_own(self) -> bool:
        """Whether the top level needs a name that nothing in the file binds."""
        if is_of_later(self._source):
            return False
        used = {
            name.id for statement in self._statements for name in names_in(evaluated(statement))
        }
        bound = self._names.bindings(self._tree.root).keys()
        lacking = partial(_unbound, bound=bound, source=self._source, usage=self._usage)
        return bool(lacking(used) or lacking(annotating(self._source, self._path, bound)))
