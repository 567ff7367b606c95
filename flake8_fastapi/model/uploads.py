"""What a file does with uploads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flake8_fastapi.model.expressions import Attr, Call, Const, Expr, Param
from flake8_fastapi.model.functions import Function
from flake8_fastapi.model.routing import Routing, last_name, receiver
from flake8_fastapi.model.values import Instance, Values

UPLOAD = "starlette.datastructures.UploadFile"
#: Coroutines on an upload, plain methods on its `file`.
METHODS = ("read", "write", "seek", "close")


@dataclass(eq=False)
class UploadCall:
    """A call of a method of an upload, or of the file in it."""

    call: Call
    upload: Expr
    method: str  #: "read", "write", "seek" or "close"
    of_file: bool  #: called on `upload.file`, which needs no `await`
    function: Function | None  #: the function it stands in

    @property
    def lineno(self) -> int:
        return self.call.lineno

    @property
    def col_offset(self) -> int:
        return self.call.col_offset

    @property
    def reads_all(self) -> bool:
        """Whether it reads the upload to its end: `read()` without a size, or with -1."""
        if self.method != "read" or self.call.spreads:
            return False
        size = self.call.argument("size", 0)
        return size is None or (isinstance(size, Const) and size.value in (-1, None))

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
