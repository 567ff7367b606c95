"""What a file does with uploads."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.libraries import UPLOAD
from flake8_fastapi.model.request import ClientData
from flake8_fastapi.model.request.sources import Origin
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.syntax.expressions import (
    AtCall,
    Attr,
    Awaited,
    Call,
    Const,
    Expr,
    Param,
    Text,
    last_name,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import PERHAPS, POSITION, FunctionNode, Tree, block_with
from flake8_fastapi.model.uploads.file_access import NAMES, made_in_thread, paths
from flake8_fastapi.model.uploads.prefixes import Prefixes
from flake8_fastapi.model.values.value_kinds import Instance
from flake8_fastapi.model.values.values import Values

#: Coroutines on an upload, plain methods on its `file`.
METHODS = ("read", "write", "seek", "close")
#: Statements whose block runs whenever they do, as far as nothing fails.
_STRAIGHT = (ast.With, ast.AsyncWith, ast.Try)
#: What makes a path of its arguments, the folder first.
_JOINING = {"join", "Path", "abspath", "realpath", "normpath"}
#: Parts of paths one inside the other.
DEEPEST = 10
#: Helpers, or callers, that an upload is followed through one after the other.
DEEPEST_HELPER = 3


@dataclass(eq=False)
class UploadCall(AtCall):
    """A call of a method of an upload, or of the file in it."""

    call: Call
    upload: Expr
    method: str  #: "read", "write", "seek" or "close"
    of_file: bool  #: called on `upload.file`, which needs no `await`
    function: Function | None  #: the function it stands in

    @property
    def reads_all(self) -> bool:
        """Whether it reads the upload to its end: `read()` without a size, or with -1."""
        if self.method != "read" or self.call.spreads:
            return False
        size = self.call.argument("size", 0)
        return size is None or (isinstance(size, Const) and size.value in (-1, None))

    @property
    def runs(self) -> bool:
        """Whether it does something: a coroutine that is not awaited does not."""
        return self.of_file or self.call.awaited

    @property
    def parameter(self) -> str | None:
        """The name of the parameter that the upload is."""
        return self.upload.name if isinstance(self.upload, Param) else None


def upload_calls(routing: Routing, values: Values) -> Iterator[UploadCall]:
    """Every call of a method of an upload, in the order of the methods' names."""
    for call, function in routing.calls_named(*METHODS):
        of = receiver(call.callee)
        if of is None:
            continue
        method = last_name(call.callee)
        if isinstance(of, Attr) and of.name == "file" and is_upload(of.of, method, values):
            yield UploadCall(call, of.of, method, True, function)
        elif is_upload(of, method, values):
            yield UploadCall(call, of, method, False, function)


def is_at_its_end(use: UploadCall, uses: Iterable[UploadCall], syntax: Syntax) -> bool:
    """Whether an upload was read to its end before one of its `uses`, and never put back."""
    earlier = [
        each
        for each in uses
        if each.function is use.function
        and each.call.lineno < use.call.lineno
        and each.method in ("read", "seek")
        and upload_text(each, syntax) == upload_text(use, syntax)
    ]
    last = max(earlier, key=POSITION, default=None)
    if last is None or not last.reads_all or not last.runs:
        return False
    before, node = syntax.call_node(last.call), syntax.call_node(use.call)
    return before is not None and node is not None and _has_run(before, node, syntax.tree)


def upload_text(use: UploadCall, syntax: Syntax) -> str:
    """The upload as the source has it: "item.file.read" is about "item"."""
    return syntax.callee_text(use.call).removesuffix(f".{use.method}").removesuffix(".file")


def _has_run(before: ast.AST, node: ast.AST, tree: Tree) -> bool:
    """Whether a call was made whenever a node behind it is reached: no branch is around it."""
    behind = {node, *tree.ancestors(node)}
    child = before
    for parent in tree.ancestors(before):
        block = block_with(child, parent)
        if not behind.isdisjoint(block):
            return True
        if isinstance(parent, PERHAPS) or (block and not isinstance(parent, _STRAIGHT)):
            return False
        child = parent
    return False


def is_upload(expression: Expr, method: str, values: Values) -> bool:
    """Whether an expression is an upload whose method is the one of Starlette."""
    if not values.is_instance(expression, UPLOAD):
        return False
    value = values.of(expression)
    known = value.known if isinstance(value, Instance) else None
    return known is None or values.method(known, method) is None


@dataclass(eq=False)
class ClientNamedFile(AtCall):
    """A call that opens, writes, moves or removes a file under the name an upload came with."""

    call: Call
    function: Function  #: the function it stands in
    through: tuple[str, ...] = ()  #: helpers that the name goes through, by qualified name
    made_by: Function | None = None  #: the helper that gave the path
    in_thread: Call | None = None  #: the call that a thread makes of it: `to_thread(open, path)`

    @property
    def opening(self) -> Call:
        """The call that opens the file, or does so in a helper."""
        return self.in_thread or self.call


def client_named_files(
    syntax: Syntax, values: Values, client: ClientData, renaming: Renaming
) -> Iterator[ClientNamedFile]:
    """The first such call for every upload, in functions that ask for its name.

    Where the client names the folder, too, it may go anywhere by design: that is left out. So is
    what the project has given another name before, or a prefix.
    """

    def giver_of(path: Expr) -> Function | None:
        made = path.of if isinstance(path, Awaited) else path
        return client.helper(made) if isinstance(made, Call) else None

    def is_stored(path: Expr) -> bool:
        """Whether it is what a function gives that touches files: there it has been reported."""
        giver = giver_of(path)
        return giver is not None and touches_files(giver)

    def touches_files(function: Function, depth: int = 0) -> bool:
        """Whether a function opens, writes or moves a file, itself or by a helper."""
        if any(any(paths(call, values)) for call in function.calls):
            return True
        helpers = filter(None, map(client.helper, function.calls))
        return depth < DEEPEST_HELPER and any(touches_files(each, depth + 1) for each in helpers)

    def opened(call: Call) -> Iterator[Expr]:
        within = values.function(call.within)
        for path in paths(call, values):
            if is_stored(path) or _is_rooted_by_client(client, path):
                continue
            if within is None or not prefixes.stand_before_names(path, within):
                yield path

    def handed(call: Call, function: Function) -> Iterable[Expr]:
        """What a helper may open: the path, if it is given one with a prefix, and not the name."""
        given = [each for each in _arguments(call) if not is_stored(each)]
        if any(prefixes.stand_before_names(each, function) for each in given):
            return ()
        return given

    prefixes = Prefixes(values, client.helper)
    asking = _asking_for_names(syntax, values)
    for function in asking | _calling(asking, syntax, values):
        seen: set[Origin] = set()
        for call in function.calls:
            through: tuple[str, ...] = ()
            in_thread = made_in_thread(call, values)
            if last_name(call.callee) in NAMES:
                origins = list(client.given(call, opened(call)))
            elif in_thread is not None and last_name(in_thread.callee) in NAMES:
                # what the method of a path is called on, nobody has looked at closely
                among = (path for path in opened(in_thread) if path in call.given)
                origins = list(client.given(call, among))
            elif any(map(_is_filename, client.given(call, handed(call, function)))):
                reached = list(client.reaches(call, opened))
                origins, in_thread = [each.origin for each in reached], None
                through = next((each.through for each in reached), ())
            else:
                continue
            names = {replace(each, through=()) for each in origins if _is_filename(each)}
            if not names <= seen:
                seen |= names
                if renaming.renames(function, call) or renaming.is_renamed_by_caller(function):
                    continue
                givers = filter(None, map(giver_of, opened(in_thread or call)))
                yield ClientNamedFile(call, function, through, next(givers, None), in_thread)


class Renaming:
    """Says where the code of a project assigns to the `filename` of an upload: a name of its own.

    `definition` gives the tree of a function, `calls_of` its calls in the files of the project,
    `helper` the function that a call runs.
    """

    def __init__(
        self,
        values: Values,
        definition: Callable[[Function], FunctionNode | None],
        calls_of: Callable[[Function], Iterable[tuple[Call, Function | None]]],
        helper: Callable[[Call], Function | None],
    ) -> None:
        self._values = values
        self._helper = helper
        self._definition = definition
        self._calls_of = calls_of

    def renames(self, function: Function, until: Call | None = None, depth: int = 0) -> bool:
        """Whether a function renames an upload, up to a call in it, or hands one to what does."""
        if self._assigns(function, until):
            return True
        for call in function.calls if depth < DEEPEST_HELPER else ():
            if until is not None and call.lineno > until.lineno:
                continue
            if any(self._values.is_instance(each, UPLOAD) for each in _arguments(call)):
                helper = self._helper(call)
                if helper is not None and self.renames(helper, None, depth + 1):
                    return True
        return False

    def is_renamed_by_caller(self, function: Function, depth: int = 0) -> bool:
        """Whether somebody renames an upload before it is handed to a function."""
        if depth == DEEPEST_HELPER or not self._takes_upload(function):
            return False
        return any(
            self.renames(caller, call) or self.is_renamed_by_caller(caller, depth + 1)
            for call, caller in self._calls_of(function)
            if caller is not None and caller is not function
        )

    def _assigns(self, function: Function, until: Call | None) -> bool:
        """Whether a function assigns to the `filename` of an upload that it is given or finds."""
        summary = self._values.summary(function.qualname)
        if summary is None or not summary.changes("filename"):
            return False
        node = self._definition(function)
        return any(
            isinstance(each, ast.Attribute)
            and each.attr == "filename"
            and isinstance(each.ctx, ast.Store)
            and isinstance(each.value, ast.Name)
            and (until is None or each.lineno <= until.lineno)
            and self._may_be_upload(each.value.id, function)
            for each in (ast.walk(node) if node else ())
        )

    def _may_be_upload(self, name: str, function: Function) -> bool:
        """Whether a name is an upload among the parameters, or that of an item of several."""
        parameter = Param(function.qualname, name)
        if any(argument.name == name for argument in function.arguments):
            return self._values.is_instance(parameter, UPLOAD) is not False
        node = self._definition(function)
        return any(
            isinstance(each, (ast.For, ast.AsyncFor))
            and isinstance(each.target, ast.Name)
            and each.target.id == name
            for each in (ast.walk(node) if node else ())
        )

    def _takes_upload(self, function: Function) -> bool:
        return any(
            self._values.is_instance(Param(function.qualname, each.name), UPLOAD)
            for each in function.arguments
        )


def _is_rooted_by_client(client: ClientData, path: Expr) -> bool:
    """Whether the path begins with another text of the client."""
    first = path
    for _ in range(DEEPEST):
        match first:
            case Call(callee=callee, args=[start, *_]) if last_name(callee) in _JOINING:
                first = start
            case Call(callee=Attr(of=start)) | Text(parts=[start, *_]):
                first = start
            case _:
                break
    origin = client.origin(first) if first is not path else None
    return origin is not None and not _is_filename(origin)


def _asking_for_names(syntax: Syntax, values: Values) -> dict[Function, None]:
    found: dict[Function, None] = {}
    for node in syntax.tree.each(ast.Attribute):
        if node.attr == "filename" and values.is_instance(syntax.expr(node.value), UPLOAD):
            function = syntax.function_at(node)
            if function is not None:
                found[function] = None
    return found


def _calling(
    functions: Collection[Function], syntax: Syntax, values: Values
) -> dict[Function, None]:
    """The functions of the file that call one of these: it may give them a path."""
    names = {each.called_as for each in functions}
    return {
        caller: None
        for caller in syntax.summary.functions.values()
        for call in caller.calls
        if last_name(call.callee) in names and values.callee(values.of(call.callee)) in functions
    }


def _is_filename(origin: Origin) -> bool:
    return (origin.kind, origin.name) == ("upload", "filename")


def _arguments(call: Call) -> Iterator[Expr]:
    yield from call.args
    yield from (value for _, value in call.keywords)
