"""Where a tar archive that a client has uploaded is unpacked as it is."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.libraries import UPLOAD
from flake8_fastapi.model.request import ClientData
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.syntax.expressions import (
    AtCall,
    Attr,
    Call,
    Const,
    Expr,
    OneOf,
    Text,
    last_name,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.uploads.file_access import paths
from flake8_fastapi.model.values.value_kinds import External, Instance, Method
from flake8_fastapi.model.values.values import Values

#: Names and formats by which `unpack_archive` takes a file for a tar archive.
_TAR = ("tar", "tgz", "tbz", "txz")
#: What an upload is made available by, for somebody else to read.
_CONTENTS = {"contents", "file", "read"}


@dataclass(eq=False)
class UploadedArchive(AtCall):
    """A call that unpacks such an archive, with no `filter` and no choice of members."""

    call: Call
    function: Function  #: the function it stands in


def uploaded_archives(
    routing: Routing, values: Values, client: ClientData
) -> Iterator[UploadedArchive]:
    for call, function in routing.calls_named("extractall", "extract", "unpack_archive"):
        if function is None or call.spreads or call.argument("filter") is not None:
            continue
        source: Call | None = None
        match values.of(call.callee):
            case Method(of=Instance(cls="tarfile.TarFile", made=made), name=name):
                # `extract` and the second argument of `extractall` choose among the members
                if name == "extractall" and call.argument("members", 1) is None:
                    source = made
            case External(name="shutil.unpack_archive") if _is_tar(call, values):
                source = call
        if source is not None and _is_uploaded(source, function, values, client):
            yield UploadedArchive(call, function)


def _is_tar(unpack: Call, values: Values) -> bool:
    given = unpack.argument("format", 2) or unpack.argument("filename", 0)
    made = _named_by(given, values)
    if made is not None:
        given = made.argument("suffix")
    return any(word in text for text in _texts(given, 0) for word in _TAR)


def _texts(expression: Expr | None, depth: int) -> Iterator[str]:
    match expression:
        case Const(value=str(text)):
            yield text
        case Text(parts=parts) | Call(args=parts) | OneOf(options=parts) if depth < 6:
            for part in parts:
                yield from _texts(part, depth + 1)


def _is_uploaded(source: Call, function: Function, values: Values, client: ClientData) -> bool:
    """Whether the call that opens an archive is given an upload, or the file it was written to."""
    given = (*source.args, *(value for _, value in source.keywords))
    for argument in given:
        inner = argument.args if isinstance(argument, Call) else ()
        call = argument if isinstance(argument, Call) and inner else source
        for origin in client.given(call, inner or (argument,)):
            if origin.kind == "upload" and origin.name in _CONTENTS:
                return True
    temporary = {made for each in given if (made := _named_by(each, values)) is not None}
    if any(_fills(call, temporary, values, client) for call in function.calls):
        return True
    written = {path for call in function.calls if _writes(call) for path in paths(call, values)}
    read = [part for each in given for part in (each.args if isinstance(each, Call) else (each,))]
    return not written.isdisjoint((*given, *read)) and _reads_upload(function, values)


def _named_by(path: Expr | None, values: Values) -> Call | None:
    """What makes the temporary file whose name is given: `file.name`."""
    match path:
        case Attr(of=of, name="name"):
            match values.of(of):
                case Instance(cls="tempfile.NamedTemporaryFile", made=made):
                    return made
    return None


def _fills(call: Call, files: set[Call], values: Values, client: ClientData) -> bool:
    """Whether a call writes an upload to one of some files: `write`, or `copyfileobj`."""
    if last_name(call.callee) not in ("copyfileobj", "write"):
        return False
    named = (receiver(call.callee), *call.args[1:])
    found = [value for value in map(values.of, named) if isinstance(value, Instance)]
    return any(value.made in files for value in found) and any(
        (origin.kind, origin.name in _CONTENTS) == ("upload", True)
        for origin in client.given(call, call.args[:1])
    )


def _writes(call: Call) -> bool:
    """Whether a call opens a file to write it, or writes one."""
    if last_name(call.callee) == "write_bytes":
        return True
    modes = [each.value for each in (*call.args, call.argument("mode")) if isinstance(each, Const)]
    return any(isinstance(mode, str) and mode.startswith("w") for mode in modes)


def _reads_upload(function: Function, values: Values) -> bool:
    """Whether a function reads an upload, or hands its file to another."""
    for call in function.calls:
        match call:
            case Call(callee=Attr(of=of, name="read")) if values.is_instance(of, UPLOAD):
                return True
        for argument in call.args:
            match argument:
                case Attr(of=of, name="file") if values.is_instance(of, UPLOAD):
                    return True
    return False


__all__ = ["UploadedArchive", "uploaded_archives"]
