"""Does a file fail as soon as it is imported, for want of a name in it, or in another file?

Or since the package that it is in does not parse, in any version of Python. Nothing in such a file
ever runs, nor in one that imports it. Modules that may be generated, or kept out of the repository,
do not count.
"""

from __future__ import annotations

import ast
import builtins
import os
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Set
from fnmatch import fnmatchcase
from functools import lru_cache, partial
from itertools import takewhile

from flake8_fastapi.model.files import checkout, fingerprint, look, read_text, text_at
from flake8_fastapi.model.import_roots import (
    Roots,
    find_module,
    find_relative,
    import_roots,
    imported_names,
    package_folders,
    relative_folder,
)
from flake8_fastapi.model.lacking_settings import asks_settings_in_vain
from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.misplaced import is_misplaced
from flake8_fastapi.model.names import Names
from flake8_fastapi.model.neighbour import NOT_PARSED, parsed
from flake8_fastapi.model.pieces import Cut
from flake8_fastapi.model.pydantic_refusals import (
    has_field_as_type,
    is_refused,
    may_be_refused,
)
from flake8_fastapi.model.signatures import annotating
from flake8_fastapi.model.syntax import Syntax
from flake8_fastapi.model.target import Target
from flake8_fastapi.model.texts import says
from flake8_fastapi.model.tree import PERHAPS, Tree, evaluated_first, spelled_name
from flake8_fastapi.model.typing_names import is_no_typing
from flake8_fastapi.model.unmappable import has_unmappable_class
from flake8_fastapi.model.unused_file import may_begin
from flake8_fastapi.model.usage import Usage

_PACKAGE = "__init__.py"
#: Files looked at for one answer: those that a file leads to, and those that import it.
MOST = 300
FEW = 40

#: With one of these, a file may have names that do not stand in it.
_MAKES_NAMES = regex(
    r"import[ \t]*\(?[ \t]*\*|\b(?:exec|globals|setattr|vars)\s*\(|(?<!\bin )\blocals\s*\("
    r"|sys\.modules|\b__(?:dict|getattr|path)__\b|\blazy"
)
#: With one of these in the project, every file may have them.
_MAKES_BUILTINS = r"\bbuiltins\b|\b__builtins__\b|\bgettext\b"
#: Names that are there without a word: in some version of Python, or where notebooks run.
_GIVEN = {
    *dir(builtins), "BaseExceptionGroup", "EncodingWarning", "ExceptionGroup",
    "PythonFinalizationError", "WindowsError", "aiter", "anext", "copyright", "credits", "exit",
    "license", "quit", "dbutils", "display", "get_ipython", "spark",
}  # fmt: skip
#: What may go on for as long as the program does: what stands behind it is of no interest.
_RUNNING = regex(r"(?:\w+_)?(?:loop|main|run|serve|start)(?:_\w+)?")
#: Modules that are made when the project is built, or are there for some only.
_MAY_COME_LATER = regex(
    r".*(?:_pb2.*|version|local|secret|private|generated)\w*|ee|enterprise|premium|pro|plugins?"
    r"|extensions?|custom\w*",
    re.I,
)
#: Packages that projects call their own so, and nobody installs.
_OWN = {"app", "api", "backend", "core", "src", "server"}
#: Folders looked through for one of them.
_MOST_FOLDERS = 2_000
#: A value for an argument, on a line of its own.
_ARGUMENT = regex(r"^([ \t]+)(\w+)=(?!=)", re.M)
_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"))
#: Texts and comments, which may have any of them.
_SAYING = regex(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''|'(?:[^'\\\n]|\\.)*'",
    re.S,
)
#: What is said of a text that no version of Python compiles; of others, a newer one might.
_BROKEN = regex(
    r"closing parenthesis|'.' was never closed|unmatched|unterminated triple-quoted"
    r"|Missing parentheses in call|keyword argument repeated"
)


def fails_at_import(path: str, syntax: Syntax, source: str, usage: Usage) -> bool:
    """Whether a file is sure to raise SyntaxError, NameError or ImportError when it is imported.

    By itself, or by what it imports. What stands in a `try` or an `if` is provided for. A file that
    only such files import might as well fail.
    """
    own = _AtImport(path, syntax.tree, syntax.names, source, usage)
    if own.fails or any(map(_repeats_a_keyword, syntax.tree.nodes(ast.Call))):
        return True
    if _some_fail(own.imports(), path, usage):
        return True
    if may_begin(source):
        return False
    return _some_fail(_packages_around(path), path, usage) or _leads_to_failures(path, usage)


def _repeats_a_keyword(node: ast.AST) -> bool:
    """Whether a call names an argument twice: that can be parsed, and not compiled."""
    keywords = node.keywords if isinstance(node, ast.Call) else ()
    names = [each.arg for each in keywords if each.arg is not None]
    return len(names) != len(set(names))


def _may_repeat_a_keyword(source: str) -> bool:
    """Whether two lines of a block give a value to the same name: worth a closer look."""
    last: dict[tuple[str, str], int] = {}
    for match in _ARGUMENT.finditer(source):
        before, start = last.get((match[1], match[2])), match.start()
        last[match[1], match[2]] = start
        if before is not None and all(
            line.startswith(match[1]) or not line.strip()
            for line in source[before:start].splitlines()
        ):
            return True
    return False


def _packages_around(path: str) -> Iterator[str]:
    """The `__init__.py` of the packages that are imported with a file."""
    folder = os.path.dirname(path)
    while look(folder).is_package:
        yield os.path.join(folder, _PACKAGE)
        folder = os.path.dirname(folder)


def _is_broken(path: str) -> bool:
    """Whether no version of Python compiles a file."""
    stamp = fingerprint(path)
    return stamp is not None and _cannot_be_parsed(path, stamp)


@lru_cache(maxsize=512)
def _cannot_be_parsed(path: str, _stamp: tuple[int, int]) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(parsed(read_text(path), path), path, "exec", dont_inherit=True)
        return False
    except IndentationError:
        return True
    except SyntaxError as error:
        return _BROKEN.match(error.msg) is not None
    except NOT_PARSED:
        return False


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
    is_suspect = _is_unbalanced(source) or _may_repeat_a_keyword(source)
    if (os.path.basename(path) == _PACKAGE or is_suspect) and _is_broken(path):
        return True, ()
    try:
        tree = Tree(parsed(Cut(source).outline(), path))
    except NOT_PARSED:
        return _is_broken(path), ()
    own = _AtImport(path, tree, Names(tree, ""), source, usage)
    return own.fails, tuple(dict.fromkeys(own.imports()))


def _is_unbalanced(source: str) -> bool:
    """Whether brackets of some kind are not as many as those that close them: worth a closer look.

    What stands in functions is parsed for nothing else here.
    """
    return _are_unequal(source) and _are_unequal(_SAYING.sub("", source))


def _are_unequal(source: str) -> bool:
    return any(source.count(opening) != source.count(closing) for opening, closing in _BRACKETS)


def undefined(syntax: Syntax, source: str, usage: Usage) -> frozenset[str]:
    """The names that a file reads, and that nothing at its top level binds.

    Where no function around binds them either, they are a NameError.
    """
    tree, names = syntax.tree, syntax.names
    read = {each.id for each in tree.nodes(ast.Name) if isinstance(each.ctx, ast.Load)}
    return _unbound(read, names.bindings(tree.root).keys(), source, usage)


def _unbound(read: Set[str], bound: Set[str], source: str, usage: Usage) -> frozenset[str]:
    """Those of some names that nobody has: neither Python nor the project provides them.

    Of what is kept in Git: a sketch may well leave something out.
    """
    found = {name for name in read - bound - _GIVEN if not name.startswith("_")}
    if not found or _MAKES_NAMES.search(source) is not None or checkout(usage.root) is None:
        return frozenset()
    return frozenset() if usage.says(_MAKES_BUILTINS) else frozenset(found)


def is_in_vain(statement: ast.stmt, path: str, usage: Usage) -> bool:
    """Whether a file imports what its project surely has not, though it has the package.

    What may be generated, or kept out of the repository, may be there.
    """
    return _is_in_vain(statement, path, import_roots(path), usage)


def imports_failure(statement: ast.ImportFrom, path: str, usage: Usage) -> bool:
    """Whether a file imports one of the project that is sure to fail when it is imported."""
    found = partial(_homes, path, import_roots(path), usage)
    return _some_fail(_run_by(statement, found), path, usage)


def _is_in_vain(statement: ast.stmt, path: str, roots: Roots, usage: Usage) -> bool:
    match statement:
        case ast.ImportFrom(module="typing", names=names, level=0):
            return any(is_no_typing(each.name) for each in names)
        case ast.ImportFrom(module=str(module), names=names, level=0) if any(
            is_misplaced(module, each.name) for each in names
        ):
            return not package_folders(module.partition(".")[0], roots)
        case ast.ImportFrom(module=module, level=level):
            found = partial(_homes, path, roots, usage)
            return _is_missing(module or "", level, path, roots, usage) or _asks_in_vain(
                statement, path, found, usage
            )
        case ast.Import(names=names):
            return any(_is_missing(each.name, 0, path, roots, usage) for each in names)
    return False


def _is_missing(module: str, level: int, path: str, roots: Roots, usage: Usage) -> bool:
    """Whether a module of a package of the project is not there, or all of the package is not."""
    parts = module.split(".")
    if level:
        folders = [relative_folder(path, level)]
    else:
        top = parts.pop(0)
        if top in _OWN and _is_nowhere(module, path, usage):
            return True
        folders = package_folders(top, roots)
        if not (folders and parts) or find_module(module, roots) or usage.ending(module):
            return False
        inside = [look(each) for each in folders]
        near = {it.removesuffix(".py") for each in inside for it in (*each.files, *each.folders)}
        users = (path, *(usage.naming_anywhere(near) or ()))
        if not any(_has_module_of(top, user) for user in users):
            return False
    return (
        all(map(str.isidentifier, parts))
        and not any(map(_MAY_COME_LATER.fullmatch, parts))
        and all(_lacks_module(each, parts) for each in folders)
        and not any(_is_ignored(each, parts, usage.root) for each in folders)
    )


def _is_nowhere(module: str, path: str, usage: Usage) -> bool:
    """Whether a checkout has no folder of the name of a package, nor a file that ends so."""
    package, _, rest = module.partition(".")
    if not rest or usage.ending(module) or usage.ending(rest):
        return False
    queue = [checkout(os.path.dirname(path)) or usage.root]
    for folder in queue:
        there = look(folder)
        if package in there.folders or len(queue) > _MOST_FOLDERS:
            return False
        queue += [os.path.join(folder, each) for each in there.folders if each[:1] != "."]
    return not _is_ignored(queue[0], [package], usage.root)


def _lacks_module(folder: str, parts: list[str]) -> bool:
    """Whether nothing in the folder of a package has the name of a module, or of what is in it."""
    for part in parts:
        there = look(folder)
        if there.is_package:
            text = text_at(os.path.join(folder, _PACKAGE))
            if _MAKES_NAMES.search(text) is not None:
                return False
        if part not in there.folders:
            return not any(name.startswith(f"{part}.") for name in there.files)
        folder = os.path.join(folder, part)
    return False


def _is_ignored(folder: str, parts: list[str], root: str) -> bool:
    """Whether Git may have left out a file in a folder: what is ignored, and submodules."""
    for top in dict.fromkeys((root, checkout(root) or root)):
        if any(says(read_text(os.path.join(top, ".gitmodules")), part) for part in parts):
            return True
        around = os.path.relpath(folder, top).split(os.sep)
        path = [*(each for each in around if each not in (".", "..")), *parts]
        for line in read_text(os.path.join(top, ".gitignore")).splitlines():
            pattern = [each for each in line.strip().split("/") if each not in ("", "**")]
            if pattern and line[0] not in "#!" and _matches(pattern, path):
                return True
    return False


def _matches(pattern: list[str], path: list[str]) -> bool:
    """Whether parts of a path, one behind the other, match those of a pattern."""
    for start in range(len(path) - len(pattern) + 1):
        names = path[start : start + len(pattern)]
        *_, last = pairs = [*zip(names, pattern)]
        if all(fnmatchcase(*each) for each in pairs[:-1]):
            if fnmatchcase(*last) or fnmatchcase(f"{last[0]}.py", last[1]):
                return True
    return False


class _AtImport:
    """What a file surely runs when it is imported; `names` are those of its tree."""

    def __init__(self, path: str, tree: Tree, names: Names, source: str, usage: Usage) -> None:
        self._path = path
        self._tree = tree
        self._names = names
        self._source = source
        self._usage = usage
        self._statements = [*takewhile(_ends, tree.root.body)]
        self._imports = [*self._statements, *_imports_of_called(self._statements)]
        self._roots = import_roots(path)
        self._found = partial(_homes, path, self._roots, usage)

    @property
    def fails(self) -> bool:
        """Whether it needs a name that nothing has, in this file or in the one it is asked of."""
        return (
            any(_is_in_vain(it, self._path, self._roots, self._usage) for it in self._imports)
            or self._lacks_own()
            or asks_settings_in_vain(
                self._path, self._statements, self._usage, self._homes, _evaluated_in
            )
            or self._is_for_older_pydantic()
            or has_field_as_type(self._source, self._path)
            or has_unmappable_class(self._path, self._source, self._homes)
        )

    def _is_for_older_pydantic(self) -> bool:
        """Whether it needs what the Pydantic that the project names has no longer.

        Where it names no version, what it needs tells that it is an older one.
        """
        if not may_be_refused(self._source) or not is_refused(self._source, self._path):
            return False
        oldest = Target.of(self._path).lower_bound("pydantic")
        return oldest is not None and oldest.major >= 2

    def _homes(self, path: str, module: str, level: int) -> list[str]:
        return _homes(path, import_roots(path), self._usage, module, level)

    def imports(self) -> Iterator[str]:
        """The files that it imports, as far as it is certain which."""
        for statement in self._imports:
            if isinstance(statement, ast.ImportFrom):
                yield from _run_by(statement, self._found)
            elif isinstance(statement, ast.Import):
                for each in statement.names:
                    yield from _around(each.name, self._found)

    def _lacks_own(self) -> bool:
        """Whether the top level needs a name that nothing in the file binds."""
        used = {
            name.id for statement in self._statements for name in _names_in(_evaluated(statement))
        }
        bound = self._names.bindings(self._tree.root).keys()
        lacking = partial(_unbound, bound=bound, source=self._source, usage=self._usage)
        return bool(lacking(used) or lacking(annotating(self._source, self._path, bound)))


def _homes(path: str, roots: Roots, usage: Usage, module: str, level: int = 0) -> list[str]:
    """The files that a module may be which is imported in `path`; none where none is found."""
    home = find_relative(path, level, module) if level else find_module(module, roots)
    if home is None:
        return []
    folder = os.path.dirname(path)
    top = os.path.join(folder, module.partition(".")[0])
    is_script = not look(folder).is_package and home.startswith((f"{top}.", f"{top}{os.sep}"))
    return [home] if level or is_script else [*dict.fromkeys((home, *usage.ending(module)))]


def _asks_in_vain(
    statement: ast.ImportFrom, path: str, found: Callable[..., list[str]], usage: Usage
) -> bool:
    """Whether a name is imported from a module that has it not, whichever file that is."""
    module, level = statement.module or "", statement.level
    homes = found(module, level)
    if not homes or path in homes:
        return False
    if not any(all(_lacks(home, each.name) for home in homes) for each in statement.names):
        return False
    packages = [home.removesuffix(_PACKAGE) for home in homes]
    is_inside = any(path.startswith(each) for each in packages)
    return bool(level) or "." in module or not is_inside or _is_known(module, usage)


def _is_known(package: str, usage: Usage) -> bool:
    """Whether some file imports a module of a package: else a library may have that name."""
    users = usage.naming_anywhere((package,)) or ()
    return any(_has_module_of(package, user) for user in users)


def _has_module_of(package: str, path: str) -> bool:
    """Whether a file imports a module of a package that is there."""
    return any(
        name.startswith(f"{package}.") and find_module(name, import_roots(path)) is not None
        for name in imported_names(path)
    )


def _run_by(statement: ast.ImportFrom, found: Callable[..., list[str]]) -> Iterator[str]:
    """The files that are run for a `from ... import`, as far as it is certain which."""
    module, level = statement.module or "", statement.level
    yield from _around(module, found, level)
    homes = found(module, level)
    for each in statement.names:
        if not any(says(text_at(home), each.name) for home in homes):
            inner = found(f"{module}.{each.name}" if module else each.name, level)
            if len(inner) == 1:
                yield inner[0]


def _around(module: str, found: Callable[..., list[str]], level: int = 0) -> Iterator[str]:
    """The file of a module and those of the packages around it, as far as that is certain."""
    parts = module.split(".") if module else []
    for count in range(0 if level else 1, len(parts) + 1):
        homes = found(".".join(parts[:count]), level)
        if len(homes) == 1:
            yield homes[0]


def _lacks(home: str, name: str) -> bool:
    """Whether a module, whose file is `home`, has not a name, nor a module of that name in it."""
    folder, file = os.path.split(home)
    there = look(folder) if file == _PACKAGE else None
    return (
        name != "*"
        and not name.startswith("__")
        and not says(text_at(home), name)
        and _MAKES_NAMES.search(text_at(home)) is None
        and (
            there is None
            or not (name in there.folders or any(it.startswith(f"{name}.") for it in there.files))
        )
    )


def _ends(statement: ast.stmt) -> bool:
    """Whether what stands behind a statement is run at once: not so behind `uvicorn.run(app)`."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return True
    return not any(
        isinstance(node, ast.While)
        or (isinstance(node, ast.Call) and _RUNNING.fullmatch(spelled_name(node.func)))
        for node in ast.walk(statement)
    )


def _imports_of_called(statements: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The imports in functions that the statements of the top level call: `app = create_app()`."""
    defined = {it.name: it for it in statements if isinstance(it, ast.FunctionDef)}
    for statement in statements if defined else ():
        for node in _parts(_evaluated(statement)):
            match node:
                case ast.Call(func=ast.Name(id=name)) if name in defined:
                    yield from _imports_at_once(defined[name])


def _imports_at_once(function: ast.FunctionDef) -> Iterator[ast.stmt]:
    """The imports that a call of a function runs in any case."""
    parts = map(type, ast.walk(function))
    if not function.decorator_list and {ast.Yield, ast.YieldFrom}.isdisjoint(parts):
        for statement in takewhile(_ends, function.body):
            if isinstance(statement, (ast.Return, ast.Raise)):
                return
            if isinstance(statement, (ast.Import, ast.ImportFrom)):
                yield statement


def _evaluated(statement: ast.stmt) -> list[ast.expr]:
    """The expressions of a statement of the top level that are evaluated in any case.

    Annotations are not, in some version of Python.
    """
    match statement:
        case ast.Expr(value=value) | ast.AugAssign(value=value):
            return [value]
        case ast.Assign(targets=targets, value=value):
            return [value, *targets]
        case ast.AnnAssign(value=value):
            return [] if value is None else [value]
        case ast.With(items=[first, *_]):
            return [first.context_expr]
        case ast.FunctionDef(args=given) | ast.AsyncFunctionDef(args=given):
            return [*statement.decorator_list, *given.defaults, *filter(None, given.kw_defaults)]
        case ast.ClassDef():
            return statement.decorator_list
    return evaluated_first(statement)


def _evaluated_in(statements: Iterable[ast.stmt]) -> Iterator[ast.AST]:
    """What some statements evaluate in any case."""
    for statement in statements:
        yield from _parts(_evaluated(statement))


def calls_at_import(root: ast.Module) -> Iterator[ast.Call]:
    """The calls that are made whenever a file is imported, those in class bodies too."""
    queue = [*takewhile(_ends, root.body)]
    for statement in queue:
        if isinstance(statement, ast.ClassDef):
            queue += statement.body
        for node in _parts(_evaluated(statement)):
            if isinstance(node, ast.Call):
                yield node


def _names_in(expressions: list[ast.expr]) -> Iterator[ast.Name]:
    """The names that are read to evaluate some expressions."""
    for node in _parts(expressions):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node


def _parts(expressions: list[ast.expr]) -> Iterator[ast.AST]:
    """What is evaluated with some expressions in any case."""
    queue: list[ast.AST] = [*expressions]
    for node in queue:
        yield node
        if not isinstance(node, PERHAPS):
            queue += ast.iter_child_nodes(node)
