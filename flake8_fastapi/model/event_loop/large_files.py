"""Whether code shows that a file may be large, by what it does with the contents.

It reads or writes them in pieces; it writes what it is given, an upload above all; or what it reads
is handed on as it is: to the client, to whoever called, in base64. What is parsed where it is read
or written is a setting or an index, as a rule, and what a function puts together itself is a short
text: both are small.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flake8_fastapi.model.concurrency.threads import run_in_thread
from flake8_fastapi.model.libraries import UPLOAD
from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Awaited,
    Call,
    Expr,
    Item,
    Items,
    Iterated,
    OneOf,
    Pairs,
    Param,
    Several,
    Sub,
    Text,
    all_parts,
    last_name,
    options_of,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Class, Function, is_own_object
from flake8_fastapi.model.values.value_kinds import External
from flake8_fastapi.model.values.values import Values

_READS = {"read", "read_bytes", "read_text", "readlines"}
_WRITES = {"write", "write_bytes"}
#: What gives what is in an upload, or in the body of a request.
_GIVES_CONTENTS = {"body", "read"}
#: What gives one of several uploads, or all of them.
_GIVES_UPLOADS = {"form", "get", "getlist", "items", "values"}
#: What makes bytes of a text that came in JSON.
_DECODES = {"b64decode", "standard_b64decode", "urlsafe_b64decode"}
_ENCODES = {"b64encode", "encodebytes", "standard_b64encode", "urlsafe_b64encode"}
#: What gives the same contents in another form.
_SAME = {*_ENCODES, "BytesIO", "StringIO", "bytes", "decode", "iter"}
_BYTES = "builtins.bytes"
#: What parses a whole text.
_PARSES = {
    "json.loads", "orjson.loads", "tomli.loads", "tomllib.loads", "ujson.loads", "yaml.safe_load",
}  # fmt: skip
#: Functions and attributes, one in the other, that contents are followed through.
_DEEPEST = 8


def may_be_large(
    opened: Call, moving: Iterable[Call | None], function: Function, values: Values
) -> bool:
    """Whether what a function reads and writes of a file that it opens shows that.

    None among the calls that do so stands for a loop over the file.
    """
    return any(
        move is None
        or _is_in_pieces(move, opened, values)
        or (last_name(move.callee) in _WRITES and _writes_given(move, function, values))
        or (last_name(move.callee) in _READS and _is_handed_on(move, function, values))
        for move in moving
    )


def _is_in_pieces(move: Call, opened: Call, values: Values) -> bool:
    """Whether it reads or writes one piece after the other of the same file."""
    if last_name(move.callee) == "copyfileobj":
        return True
    match values.expand(move.argument("data", 0)):
        case Iterated(of=Call(callee=callee)) if last_name(callee).startswith("iter"):
            return True  # `for chunk in response.iter_content(8192): file.write(chunk)`
    return (move.repeated and not opened.repeated) or (move.looped and not opened.looped)


def _writes_given(write: Call, function: Function, values: Values) -> bool:
    """Whether it writes what its function is given, as it is or changed by another function."""
    written = values.expand(write.argument("data", 0))
    if written is None or _is_parsed(written, function, values):
        return False
    return any(
        (isinstance(each, Param) and not is_own_object(each, function))
        or _is_given(each, function, values)
        for each in options_of(written)
    )


def _is_parsed(written: Expr, function: Function, values: Values) -> bool:
    """Whether a function parses what it writes: `json.loads(contents)` for a look at it."""
    return any(
        values.expand(part) == written
        for call in function.calls
        if values.qualname(call.callee) in _PARSES
        for given in call.args[:1]
        for part in all_parts(given)
    )


def _is_given(contents: Expr, function: Function, values: Values, depth: int = 0) -> bool:
    """Whether contents are those of an upload, of a body, or other bytes that came from outside."""

    def is_given(*several: Expr) -> bool:
        return any(_is_given(each, function, values, depth + 1) for each in several)

    def is_outside(of: Expr | None) -> bool:
        return of is not None and _is_outside(of, function, values)

    if depth > _DEEPEST:
        return False
    match values.expand(contents):
        case OneOf(options=options):
            return is_given(*options)
        case Awaited(of=of) | Sub(of=of) | Item(of=of):
            return is_given(of)
        case Param() as parameter:
            return values.is_instance(parameter, _BYTES) is True
        case Attr(of=of) as attribute:
            is_bytes = values.is_instance(attribute, _BYTES) is True
            return (is_bytes and is_outside(of)) or is_given(of)
        case Call(callee=callee) as call:
            asked = run_in_thread(call, values) or callee  # `await asyncio.to_thread(file.read)`
            if last_name(asked) in _GIVES_CONTENTS and is_outside(receiver(asked)):
                return True
            if last_name(callee) in _DECODES:
                return any(map(is_outside, call.given))
            return is_given(*call.given)
    return False


def _is_outside(thing: Expr, function: Function, values: Values, depth: int = 0) -> bool:
    """Whether something is a parameter of a function, a part of one, or an upload."""
    if depth > _DEEPEST:
        return False
    if values.is_instance(thing, UPLOAD):
        return True
    further: tuple[Expr | None, ...] = ()
    match values.expand(thing):
        case Param() as parameter:
            return not is_own_object(parameter, function)
        case OneOf(options=further) | Items(items=further):
            pass
        case Pairs(pairs=pairs):
            further = tuple(value for _, value in pairs)
        case Attr(of=of) | Item(of=of) | Iterated(of=of) | Sub(of=of) | Awaited(of=of):
            further = (of,)
        case Call(callee=callee) if last_name(callee) in _GIVES_UPLOADS:
            further = (receiver(callee),)
    return any(each and _is_outside(each, function, values, depth + 1) for each in further)


def _is_handed_on(read: Call, function: Function, values: Values) -> bool:
    """Whether what is read goes to the caller or the client as it is, or becomes base64."""
    given = (*function.returned, *function.yielded)
    encoded = (call for call in function.calls if last_name(call.callee) in _ENCODES)
    return any(part is read for each in given for part in _contents(each, values)) or any(
        part is read for call in encoded for each in call.args for part in all_parts(each)
    )


def _contents(given: Expr, values: Values, depth: int = 0) -> Iterator[Expr]:
    """What something has in it as it is: a response, a tuple, a text."""
    expanded = values.expand(given)
    if expanded is not None:
        yield expanded
    inner: tuple[Expr | None, ...] = ()
    match expanded:
        case OneOf(options=inner) | Items(items=inner) | Text(parts=inner):
            pass
        case Pairs(pairs=pairs):
            inner = tuple(value for _, value in pairs)
        case Sub(of=of) | Item(of=of) | Several(of=of):
            inner = (of,)
        case Call(callee=callee) as call if last_name(callee) in _SAME or _makes(callee, values):
            inner = (*call.given, receiver(callee))
    for each in inner if depth < _DEEPEST else ():
        if each is not None:
            yield from _contents(each, values, depth + 1)


def _makes(callee: Expr, values: Values) -> bool:
    """Whether it is a class of the project, or one of responses."""
    match values.of(callee):
        case Class():
            return True
        case External(name=name):
            return name.endswith("Response")
    return False
