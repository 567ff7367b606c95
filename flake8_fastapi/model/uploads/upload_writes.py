"""Where code on the event loop writes a whole upload to the disk, and waits for it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from flake8_fastapi.model.blocking.entries import THREAD
from flake8_fastapi.model.event_loop import BlockingCall, EventLoop
from flake8_fastapi.model.event_loop.reasons import Reason
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.libraries import UPLOAD
from flake8_fastapi.model.neighbours.elsewhere import Elsewhere
from flake8_fastapi.model.syntax.expressions import AtCall, Attr, Call, Expr, Param, last_name
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.uploads.contents import places
from flake8_fastapi.model.uploads.pieces import written_in_pieces
from flake8_fastapi.model.uploads.upload_size import UploadSize
from flake8_fastapi.model.uploads.uploads import UploadCall, upload_text
from flake8_fastapi.model.values.arguments import arguments_given
from flake8_fastapi.model.values.value_kinds import Instance, Method
from flake8_fastapi.model.values.values import Values

#: Classes of files and paths, and what to write with instead.
_WRITES = {
    ("typing.IO", "write"): "use `anyio.open_file`",
    ("pathlib.Path", "write_bytes"): "use `anyio.Path`",
    ("pathlib.Path", "write_text"): "use `anyio.Path`",
    ("tempfile.NamedTemporaryFile", "write"): THREAD,
    ("tempfile.TemporaryFile", "write"): THREAD,
}
_COPY = "shutil.copyfileobj"


@dataclass(eq=False)
class UploadWrite(AtCall):
    """A call on the event loop that writes an upload of any size, all at once."""

    call: Call
    function: Function  #: the async function that makes the call
    reason: Reason
    remedy: str
    blocking: BlockingCall | None = None  #: of `copyfileobj`
    opened: Call | None = None  #: what opens the file that is written


class UploadWrites:
    """Such calls of one file; uploads whose size something looks at are left out."""

    def __init__(
        self,
        syntax: Syntax,
        values: Values,
        event_loop: EventLoop,
        size: UploadSize,
        elsewhere: Elsewhere,
    ) -> None:
        self._syntax = syntax
        self._values = values
        self._event_loop = event_loop
        self._size = size
        self._elsewhere = elsewhere

    def of(
        self, uses: Iterable[UploadCall], blocking: Iterable[BlockingCall]
    ) -> Iterator[UploadWrite]:
        for call in blocking:
            if self._copies(call):
                opened = None if call.through else self._made(call.call.argument("fdst", 1))
                yield UploadWrite(call.call, call.function, call.reason, call.remedy, call, opened)
        for use in uses:
            if use.reads_all and use.runs:
                yield from self._writes(use)
        yield from self._in_pieces()

    def _in_pieces(self) -> Iterator[UploadWrite]:
        """The writes of loops that await nothing, and the calls of helpers that have one."""
        for function in self._syntax.summary.functions.values():
            reason = self._event_loop.why(function) if function.is_async else None
            if reason is None or reason.kind == "async":
                continue  # whoever calls it, elsewhere, may know how large the upload is
            for call in function.calls:
                if not call.awaited and self._writes_pieces(call, function):
                    yield UploadWrite(call, function, reason, THREAD)

    def _writes_pieces(self, call: Call, function: Function) -> bool:
        """Whether a call writes a piece of an upload in such a loop, or runs a helper that does."""
        if last_name(call.callee) == "write":
            return self._has_loop(function, self._parameters(function), call)
        callee = self._values.of(call.callee)
        helper = self._values.callee(callee)
        if helper is None or helper.is_async or helper.is_generator:
            return False
        if all(last_name(each.callee) != "write" for each in helper.calls):
            return False
        given = arguments_given(callee, call, self._values) or {}
        uploads = [name for name, each in given.items() if self._is_an_upload(each)]
        is_asked = any(
            self._size.may_be_asked(upload, call, function) for upload in self._uploads_given(call)
        )
        return not is_asked and self._has_loop(helper, uploads)

    def _has_loop(self, function: Function, uploads: list[str], write: Call | None = None) -> bool:
        """Whether a function copies one of some uploads in such a loop: by the call `write`."""
        located = self._elsewhere.located(function) if uploads else None
        if located is None:
            return False
        node, there = located
        return any(
            write is None or there.call(found) is write
            for upload in uploads
            for found in written_in_pieces(node, upload, there, self._values)
        )

    def _parameters(self, function: Function) -> list[str]:
        names = (each.name for each in function.arguments)
        return [name for name in names if self._is_an_upload(Param(function.qualname, name))]

    def _is_an_upload(self, expression: Expr) -> bool:
        return self._values.is_instance(expression, UPLOAD) is True

    def _made(self, file: Expr | None) -> Call | None:
        value = self._values.of(file)
        return value.made if isinstance(value, Instance) else None

    def _copies(self, blocking: BlockingCall) -> bool:
        """Whether a call copies the file in an upload, or hands the upload to who does."""
        if not blocking.through:
            return blocking.name == _COPY and self._is_upload(blocking.call, blocking.function)
        if blocking.kind != "file":
            return False
        helper = self._values.callee(self._values.of(blocking.call.callee))
        return (
            helper is not None
            and any(
                self._values.qualname(inner.callee) == _COPY and self._is_upload(inner, helper)
                for inner in helper.calls
            )
            and not any(
                self._size.is_asked(upload, blocking.call, blocking.function)
                for upload in self._uploads_given(blocking.call)
            )
        )

    def _uploads_given(self, call: Call) -> Iterator[str]:
        """The uploads among the arguments of a call, as the source names them."""
        node = self._syntax.call_node(call)
        for each in (*node.args, *(word.value for word in node.keywords)) if node else ():
            if self._values.is_instance(self._syntax.expr(each), UPLOAD):
                yield ast.unparse(each)

    def _is_upload(self, copy: Call, function: Function) -> bool:
        """Whether `copyfileobj` is given an upload whose size nobody looks at."""
        match copy.argument("fsrc", 0):
            case Attr(of=upload, name="file") if self._values.is_instance(upload, UPLOAD):
                node = self._syntax.call_node(copy)
                if node is None:
                    return True  # of another file: taken as it reads
                given = [*node.args[:1], *(w.value for w in node.keywords if w.arg == "fsrc")]
                text = ast.unparse(given[0]).removesuffix(".file")
                return not self._size.may_be_asked(text, copy, function)
        return False

    def _writes(self, use: UploadCall) -> Iterator[UploadWrite]:
        reason = self._event_loop.why(use.function)
        read = self._syntax.call_node(use.call)
        if reason is None or read is None or use.function is None:
            return
        if reason.kind == "async":
            return  # whoever calls it, elsewhere, may know how large the upload is
        if self._size.may_be_known(use) or self._size.is_checked_late(use):
            return
        for place in places(read, self._syntax):
            match self._syntax.tree.parent(place):
                # of `target.write(await file.read())` FPI401 speaks
                case ast.Call(args=[ast.Name() as only]) as node if only is place:
                    call = self._syntax.call(node)
                    match self._values.of(call.callee):
                        case Method(of=Instance(cls=cls, made=made), name=name):
                            remedy = _WRITES.get((cls, name))
                            if remedy is None or self._may_be_refused(use, call):
                                continue
                            if name != "write_text" or self._is_decoded(only):
                                yield UploadWrite(call, use.function, reason, remedy, opened=made)

    def _is_decoded(self, text: ast.expr) -> bool:
        """Whether a text is all that bytes say: `content.decode()`, and no part of it."""
        match self._values.expand(self._syntax.expr(text)):
            case Call(callee=Attr(name="decode")):
                return True
        return False

    def _may_be_refused(self, use: UploadCall, before: Call) -> bool:
        """Whether something may look at how large an upload is, or what it gave, before a call."""
        return self._size.may_be_refused(use, before) or self._size.may_be_asked(
            upload_text(use, self._syntax), before, use.function
        )


__all__ = ["UploadWrite", "UploadWrites"]
