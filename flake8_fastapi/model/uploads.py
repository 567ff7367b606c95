"""What a file does with uploads."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from itertools import filterfalse

from flake8_fastapi.model.expressions import (
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
from flake8_fastapi.model.file_access import NAMES, paths
from flake8_fastapi.model.functions import Function
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.request import ClientData
from flake8_fastapi.model.request.sources import Origin
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.syntax import Syntax
from flake8_fastapi.model.value_kinds import Instance
from flake8_fastapi.model.values import Values

UPLOAD = "starlette.datastructures.UploadFile"
#: Coroutines on an upload, plain methods on its `file`.
METHODS = ("read", "write", "seek", "close")
#: What makes a path of its arguments, the folder first.
_JOINING = {"join", "Path", "abspath", "realpath", "normpath"}
#: Parts of paths one inside the other.
DEEPEST = 10


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


def client_named_files(
    syntax: Syntax, values: Values, client: ClientData
) -> Iterator[ClientNamedFile]:
    """The first such call for every upload, in functions that ask for its name.

    Where the client names the folder, too, it may go anywhere by design: that is left out.
    """

    def is_stored(path: Expr) -> bool:
        """Whether it is what a function gives that touches files: there it has been reported."""
        made = path.of if isinstance(path, Awaited) else path
        giver = values.callee(values.of(made.callee)) if isinstance(made, Call) else None
        return giver is not None and any(any(paths(call, values)) for call in giver.calls)

    def opened(call: Call) -> Iterator[Expr]:
        for path in paths(call, values):
            if not is_stored(path) and not _is_rooted_by_client(client, path):
                yield path

    for function in _asking_for_names(syntax, values):
        seen: set[Origin] = set()
        for call in function.calls:
            through: tuple[str, ...] = ()
            if last_name(call.callee) in NAMES:
                origins = list(client.given(call, opened(call)))
            elif any(
                map(_is_filename, client.given(call, filterfalse(is_stored, _arguments(call))))
            ):
                reached = list(client.reaches(call, opened))
                origins = [each.origin for each in reached]
                through = next((each.through for each in reached), ())
            else:
                continue
            names = {replace(each, through=()) for each in origins if _is_filename(each)}
            if not names <= seen:
                seen |= names
                yield ClientNamedFile(call, function, through)


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


def _asking_for_names(syntax: Syntax, values: Values) -> list[Function]:
    found: dict[Function, None] = {}
    for node in syntax.tree.each(ast.Attribute):
        if node.attr == "filename" and values.is_instance(syntax.expr(node.value), UPLOAD):
            function = syntax.function_at(node)
            if function is not None:
                found[function] = None
    return list(found)


def _is_filename(origin: Origin) -> bool:
    return (origin.kind, origin.name) == ("upload", "filename")


def _arguments(call: Call) -> Iterator[Expr]:
    yield from call.args
    yield from (value for _, value in call.keywords)
