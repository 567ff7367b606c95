"""Whether a file that a function writes is read again as a whole: chunks would save no memory."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_fastapi.model import libraries
from flake8_fastapi.model.neighbours.elsewhere import Elsewhere
from flake8_fastapi.model.syntax.expressions import Pairs, Sub
from flake8_fastapi.model.syntax.functions import Class
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import Tree, spelled_name
from flake8_fastapi.model.uploads.file_access import COPIES
from flake8_fastapi.model.values.value_kinds import External, Value
from flake8_fastapi.model.values.values import Values

WRITERS = frozenset({"write", "write_bytes"})
#: Methods that give all that is in a file, if they are not given a size.
_READERS = {"read", "read_bytes", "read_text", "readlines"}
#: What reads all of a file that it is given, or of one whose path it is given.
_LOADERS = {
    "json.load", "pickle.load", "tomllib.load", "yaml.load", "yaml.safe_load",
    "cv2.imread", "librosa.load", "pydub.AudioSegment.from_file", "soundfile.read", "torch.load",
    "torchaudio.load",
    "PyPDF2.PdfFileReader", "PyPDF2.PdfReader", "docx.Document", "docx2txt.process",
    "openpyxl.load_workbook", "pandas.read_csv", "pandas.read_excel", "pandas.read_json",
    "pandas.read_parquet", "polars.read_csv", "pypdf.PdfReader",
}  # fmt: skip
#: What gives the rows of a file one by one.
_ROWS = {"csv.DictReader", "csv.reader"}
#: What makes a list of all that it is given.
_LISTING = {"list", "sorted", "tuple"}
#: What makes of a path the same path.
_SAME_PATH = {"Path", "fspath", "str"}
#: What puts a file under another path.
_COPIES = {*COPIES, "move"}
_MODES = {f"{how}{kind}" for how in "rwxa" for kind in ("", "b", "t", "+", "b+", "+b")}
#: Helpers followed one into the other.
_DEEPEST = 3


def is_read_back(node: ast.Call, syntax: Syntax, values: Values, elsewhere: Elsewhere) -> bool:
    """Whether the function around a node reads as a whole a file that it writes.

    Or gives its path to a function of the project, or a library, that does; or calls one that does
    with the path in an attribute, where it has just put it: `Scan(path=str(path))`.
    """
    tree = syntax.tree
    function = tree.function(node) or tree.root
    calls = tree.inside(function, ast.Call)
    written = {
        _file_of(call.func.value, tree)
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr in WRITERS
    }
    written |= {f"{name}.name" for name in written}  # of a temporary file
    if _some_read(function, written, syntax, values, elsewhere, _DEEPEST):
        return True
    kept = {*_kept(calls, written, syntax, values)}
    return bool(kept) and any(
        _some_read(definition, kept, there, values, elsewhere, 1)
        for call in calls
        for helper in map(values.callee, _callees(call.func, syntax, values))
        if helper is not None and (found := elsewhere.located(helper)) is not None
        for definition, there in (found,)
    )


def _kept(calls: list[ast.Call], paths: set[str], syntax: Syntax, values: Values) -> Iterator[str]:
    """The attributes, of any object, that objects of the project are made with for some paths."""
    for call in calls:
        names = [each.arg for each in call.keywords if each.arg and _path(each.value) in paths]
        if names and isinstance(values.of(syntax.expr(call.func)), Class):
            yield from (f".{name}" for name in names)


def _some_read(
    function: ast.AST,
    paths: set[str],
    syntax: Syntax,
    values: Values,
    elsewhere: Elsewhere,
    depth: int,
) -> bool:
    """Whether a function reads all of one of some files, or has a helper do that.

    Of `.name`, the files whose path an attribute of that name is.
    """
    tree = syntax.tree
    calls = tree.inside(function, ast.Call)
    paths = {*paths, *_copies(calls, paths)}
    paths |= {*_renamed(tree.inside(function, ast.Assign), paths)}
    if _is_collected(function, paths, syntax, values):
        return True

    def is_among(given: ast.expr) -> bool:
        return _is_among(given, paths) or _is_path(_file_of(given, tree), paths)

    for call in calls:
        if _reads(call, paths, tree):
            return True
        run, given_to_it = _run_by(call, syntax, values)
        places = [place for place, given in enumerate(given_to_it) if is_among(given)]
        words = {each.arg for each in call.keywords if each.arg and is_among(each.value)}
        if not places and not words:
            continue
        for callee in _callees(run, syntax, values):
            if isinstance(callee, External) and callee.name in _LOADERS:
                return True
            helper = values.callee(callee)
            found = elsewhere.located(helper) if helper is not None and depth else None
            if helper is not None and found is not None:
                definition, there = found
                names = [name for name in helper.by_position if name not in ("self", "cls")]
                taken = {names[place] for place in places if place < len(names)}
                taken |= words.intersection(names)
                if _some_read(definition, taken, there, values, elsewhere, depth - 1):
                    return True
    return False


def _copies(calls: list[ast.Call], paths: set[str]) -> Iterator[str]:
    """The paths that some calls copy one of some files to: `shutil.copy2(path, target)`."""
    for call in calls:
        match call:
            case ast.Call(func=func, args=[source, target, *_]):
                name = spelled_name(func)
                if name in _COPIES and _is_among(source, paths):
                    yield _path(target)


def _renamed(assigned: list[ast.Assign], paths: set[str]) -> Iterator[str]:
    """The names that are bound to one of some paths: `source = Path(scan.path)`."""
    for each in assigned:
        match each:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                if _is_among(value, paths):
                    yield name


def _is_among(given: ast.expr, paths: set[str]) -> bool:
    """Whether something given is one of some paths."""
    return _is_path(_path(given), paths)


def _is_path(path: str, paths: set[str]) -> bool:
    of, dot, name = path.rpartition(".")
    return path in paths or (bool(of) and dot + name in paths)


def _run_by(call: ast.Call, syntax: Syntax, values: Values) -> tuple[ast.expr, Sequence[ast.expr]]:
    """What a call runs and gives its arguments to: in a thread, the function that it hands over."""
    name = values.library_name(syntax.expr(call.func)) or ""
    position = libraries.handed_to_thread(name)
    if position is None or len(call.args) <= position:
        return call.func, call.args
    return call.args[position], call.args[position + 1 :]


def _callees(called: ast.expr, syntax: Syntax, values: Values) -> Iterator[Value | None]:
    """What is called, perhaps: of `LOADERS[suffix](path)`, all that the table has."""
    expression = syntax.expr(called)
    table = values.expand(expression.of) if isinstance(expression, Sub) else None
    if isinstance(table, Pairs):
        yield from (values.of(item) for _, item in table.pairs)
    else:
        yield values.of(expression)


def _path(given: ast.expr) -> str:
    """What is given, without what makes of a path the same path: `str(path)`."""
    match given:
        case ast.Call(func=func, args=[inner], keywords=[]) if spelled_name(func) in _SAME_PATH:
            return _path(inner)
    return ast.unparse(given)


def _reads(call: ast.Call, paths: set[str], tree: Tree) -> bool:
    """Whether a call gives all of a file: `source.read()`, `path.read_bytes()`."""
    return (
        isinstance(call.func, ast.Attribute)
        and call.func.attr in _READERS
        and (call.func.attr == "read_text" or not call.args)
        and _is_path(_file_of(call.func.value, tree), paths)
    )


def _is_collected(function: ast.AST, paths: set[str], syntax: Syntax, values: Values) -> bool:
    """Whether a function makes a list of all lines, or rows, of one of some files."""
    tree = syntax.tree
    named = {
        each.targets[0].id: each.value
        for each in tree.inside(function, ast.Assign)
        if isinstance(each.targets[0], ast.Name)
    }

    def is_file(lines: ast.expr) -> bool:
        match named.get(lines.id, lines) if isinstance(lines, ast.Name) else lines:
            case ast.Call(func=func, args=[rows, *_]):
                name = values.qualname(syntax.expr(func))
                return (name == "builtins.enumerate" or name in _ROWS) and is_file(rows)
        return _is_opened(lines, tree) and _is_path(_file_of(lines, tree), paths)

    listed = [
        call.args[0]
        for call in tree.inside(function, ast.Call)
        if isinstance(call.func, ast.Name) and call.func.id in _LISTING and call.args
    ]
    listed += [
        part.iter
        for comprehension in tree.inside(function, ast.ListComp)
        for part in comprehension.generators[:1]
        if not part.ifs
    ]
    listed += [loop.iter for loop in tree.inside(function, ast.For) if _gathers(loop)]
    return any(map(is_file, listed))


def _gathers(loop: ast.For) -> bool:
    """Whether a loop adds something to a list each time, and never begins another list."""
    lists = {of for each in loop.body if (of := _appended_to(each)) is not None}
    for node in ast.walk(loop):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                lists.discard(name)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="clear")):
                lists.discard(name)
            case ast.Break() | ast.Yield() | ast.YieldFrom():
                return False
    return bool(lists)


def _appended_to(statement: ast.stmt) -> str | None:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"))):
            return name
    return None


def _is_opened(node: ast.expr, tree: Tree) -> bool:
    """Whether it is a file, and no path, which nobody goes through."""
    return _file_of(node, tree) != ast.unparse(node)


def _file_of(node: ast.expr, tree: Tree) -> str:
    """The path of an open file as the source has it, or what stands for the file."""
    name = ast.unparse(node)
    for around in tree.ancestors(node):
        for item in around.items if isinstance(around, (ast.With, ast.AsyncWith)) else ():
            match item:
                case ast.withitem(
                    context_expr=ast.Call(func=ast.Attribute(value=path, attr="open"), args=mode),
                    optional_vars=ast.Name(id=opened),
                ) if opened == name and all(map(_is_mode, mode)):
                    return _path(path)
                case ast.withitem(
                    context_expr=ast.Call(func=func, args=[path, *_]),
                    optional_vars=ast.Name(id=opened),
                ) if opened == name and ast.unparse(func).endswith("open"):
                    return _path(path)
    return name


def _is_mode(argument: ast.expr) -> bool:
    """Whether it says how a file is opened: the `"rb"` of `path.open("rb")`."""
    return isinstance(argument, ast.Constant) and argument.value in _MODES
