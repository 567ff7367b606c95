"""What of files is worth a thread: what may be large, not settings and keys that code names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from flake8_fastapi.model.blocking import Blocking
from flake8_fastapi.model.event_loop.large_files import may_be_large
from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.syntax.conditions import TELLING_OF_FILES, subject_of
from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Awaited,
    Call,
    Const,
    Expr,
    Item,
    Items,
    Iterated,
    OneOf,
    Ref,
    Text,
    last_name,
    options_of,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.uploads.file_access import OF_PATHS, paths
from flake8_fastapi.model.values.value_kinds import External, Instance, Method, Value
from flake8_fastapi.model.values.values import Values

#: What is asked for where there is no file.
_MISSING = " is missing"
#: What reads or writes the contents of an open file.
_MOVES_CONTENTS = {"read", "readinto", "readline", "readlines", "write", "writelines"}
_OPENS = {"builtins.open", "io.open"}
#: Opens a descriptor, and what makes one of a new file of any size: others are of pipes and keys.
_BY_DESCRIPTOR, _MAKES_FILE = "fdopen", "tempfile.mkstemp"
#: Parts of parts of a path that are looked at.
_DEEPEST = 8
#: Methods of a path that read or write all of its file.
_WHOLE = {"read_bytes", "write_bytes"}
#: What reads a text as a whole.
_READS_TEXT = {"read", "read_text"}
#: The same for what is text, or taken for it.
_TEXT = {"read_text", "write_text"}
#: What the names of tables and logs end with: such texts may be long.
_LONG = (".csv", ".jsonl", ".log", ".ndjson", ".tsv")
#: What the names of certificates, keys and settings end with: such files are small.
_SMALL = (
    ".cer", ".cfg", ".crt", ".der", ".env", ".ini", ".jks", ".key", ".p12", ".pem", ".pfx", ".pub",
    ".toml", ".yaml", ".yml",
)  # fmt: skip

#: What holds the path of a key or a certificate is called so: `settings.private_key_path`.
_OF_KEY = regex(
    r".*(?:(?:private|public|signing|ssl|ssh)_?key|cert(?:ificate)?|pem|key_?file)"
    r"(?:_?(?:path|file|filename|location))?",
    re.I,
)


def as_it_costs(blocking: Blocking, value: Value, call: Call, values: Values) -> Blocking:
    """What a call of the kind "file" or "text" is, by what its function does with the file.

    Of the kind "file" where that shows that it may be large: see `large_files`. Of the kind "brief"
    else, and where it is written in pieces that are awaited, or its name says that it is small: a
    key, a certificate. So are files opened as text, and those under a name that the code has in
    full: a token, a page; but for tables and logs that are read and handed on.
    """
    name = last_name(call.callee)
    is_open = name in ("open", _BY_DESCRIPTOR)
    if not is_open and name not in _WHOLE | _TEXT:
        return blocking
    brief = blocking._replace(kind="brief")
    function = values.function(call.within)
    if function is None:
        return brief
    named = [*paths(call, values)]
    if name == _BY_DESCRIPTOR:
        made = _made_file(call.argument("fd", 0), values)
        if made is None:
            return brief
        named = [each for each in (made.argument("suffix", 0),) if each is not None]
    endings = [_ending(path, values) or "" for path in named]
    if any(ending.endswith(_SMALL) for ending in endings):
        return brief
    is_method = isinstance(value, Method)
    path = receiver(call.callee) if is_method else call.argument("file", 0)
    is_text = name in _TEXT or is_in_code(path, values)
    moving: list[Call | None] = [call]
    if is_open:
        moving = [*_moves_of(call, function, values)]
        if all(each is not None and _writes_piece(each, values) for each in moving):
            return brief
        mode = call.argument("mode", 0 if is_method else 1)
        is_text |= mode is None or "b" not in (values.text(mode) or "")
    if is_text:
        if not any(ending.endswith(_LONG) for ending in endings):
            return brief
        moving = [each for each in moving if each and last_name(each.callee) in _READS_TEXT]
    is_large = may_be_large(call, moving, function, values)
    return blocking._replace(kind="file") if is_large else brief


def _made_file(descriptor: Expr | None, values: Values) -> Call | None:
    """The call of `mkstemp` that gives a descriptor: `descriptor, path = mkstemp()`."""
    match values.expand(descriptor):
        case Item(of=Call() as made, index=0) if values.qualname(made.callee) == _MAKES_FILE:
            return made
    return None


def _moves_of(opened: Call, function: Function, values: Values) -> Iterator[Call | None]:
    """The calls by which a function reads or writes what it opens; None for a loop over that."""
    for call in function.calls:
        callee = call.callee
        if isinstance(callee, Attr) and callee.name in _MOVES_CONTENTS:
            if _is_of(callee.of, opened, values):
                yield call
        elif last_name(callee) == "copyfileobj":
            if any(_is_of(each, opened, values) for each in call.args):
                yield call
    if any(_is_of(each, opened, values) for each in function.iterated):
        yield None


def _writes_piece(call: Call, values: Values) -> bool:
    """Whether it writes one piece of several, and others have their turn before the next one.

    `while chunk := await file.read(65536): target.write(chunk)`, or in an `async for`.
    """
    written = call.argument("data", 0)
    if last_name(call.callee) != "write" or not call.repeated or written is None:
        return False
    match values.expand(written):
        case Awaited(of=Call(callee=callee, args=(_, *_))):
            return last_name(callee) == "read"
        case Iterated():
            return True
    return False


def _is_of(expression: Expr, opened: Call, values: Values) -> bool:
    """Whether an expression may be the file that a call opens: one name may hold several."""
    for option in options_of(expression):
        value = values.of(option)
        if option is opened or (isinstance(value, Instance) and value.made is opened):
            return True
    return False


def writes_text_of_all(call: Call, values: Values) -> bool:
    """Whether a call begins a text file anew under a name that is the same for every request.

    Such as one with all users, as JSON.
    """
    name = last_name(call.callee)
    if name == "write_text":
        return is_in_code(receiver(call.callee), values)
    if name != "open" or values.qualname(call.callee) not in _OPENS:
        return False
    mode = values.text(call.argument("mode", 1)) or ""
    begins = "b" not in mode and (mode.startswith(("w", "x")) or "+" in mode)
    return begins and is_in_code(call.argument("file", 0), values)


def _ending(path: Expr | None, values: Values, depth: int = 0) -> str | None:
    """What the name of a file certainly ends with: `folder / f"{name}.pem"`, or might as well.

    What stands in for another file is one of its kind: `settings.key_path or folder / "own.pem"`.
    """
    if path is None or depth > _DEEPEST:
        return None
    said = values.text(path)
    if said is not None:
        return said
    if _OF_KEY.fullmatch(last_name(path)):
        return ".key"
    match values.expand(path):
        case Text(parts=(*_, last)):
            return _ending(last, values, depth + 1)
        case OneOf(options=options):
            endings = [_ending(each, values, depth + 1) or "" for each in options]
            return next((each for each in endings if each.endswith(_SMALL)), None)
        case Call(callee=callee, args=parts) if last_name(callee) in OF_PATHS:
            return _ending(parts[-1] if parts else receiver(callee), values, depth + 1)
        case Call(callee=callee):
            function = values.callee(values.of(callee))
            given = function.returned if isinstance(function, Function) else []
            return _ending(given[0], values, depth + 1) if len(given) == 1 else None
    return None


def is_in_code(path: Expr | None, values: Values, depth: int = 0) -> bool:
    """Whether the code has the whole of a path: `Path(__file__).parent / "key.pem"`."""
    if path is None or depth > _DEEPEST:
        return False
    if values.text(path) is not None:
        return True
    match values.expand(path):
        case Const():
            return True
        case Ref(name=name):
            return name.endswith("__file__")
        case Text(parts=parts):
            return all(is_in_code(part, values, depth + 1) for part in parts)
        case Call(callee=callee, args=parts) if last_name(callee) in OF_PATHS:
            of_a_path = not isinstance(values.of(callee), External)
            made_of = (*parts, receiver(callee)) if of_a_path else parts
            return all(is_in_code(part, values, depth + 1) for part in made_of)
        case Attr(of=of, name="parent"):
            return is_in_code(of, values, depth + 1)
        case OneOf(options=options):
            return all(is_in_code(each, values, depth + 1) for each in options)
        case Iterated(of=of):  # `for name in ("logo.png", "logo.jpg"):`
            listed = values.expand(of)
            several = listed.items if isinstance(listed, Items) else (None,)
            return all(is_in_code(each, values, depth + 1) for each in several)
    return False


def found_later(
    helper: Function, given: Mapping[str, Expr] | None, values: Values
) -> frozenset[str]:
    """The conditions that a call meets the first time only: that a file of the code is missing.

    `fetch(url, STATIC / "vue.js")`, where the helper has `if not path.exists():`.
    """
    if not given or not any(last_name(call.callee) in TELLING_OF_FILES for call in helper.calls):
        return frozenset()
    paths = [name for name, path in given.items() if is_in_code(path, values)]
    return frozenset(f"{name}{_MISSING}" for name in paths)


def asks_once(condition: str, values: Values) -> bool:
    """Whether a condition is met the first time only: "@app.LOGO is missing"."""
    subject = subject_of(condition)
    if not condition.endswith(_MISSING) or not subject.startswith("@"):
        return False
    return is_in_code(Ref(subject[1:]), values)
