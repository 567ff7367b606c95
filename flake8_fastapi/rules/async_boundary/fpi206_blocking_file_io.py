"""
`open`, `Path.read_text`, `shutil.copytree` and their like wait for the disk on the thread that
calls them. In an `async def` route or dependency that is the event loop. A small file in the page
cache takes no time; a large one, a slow or a network disk, or a tree of files stops every request
of the process.

Await `anyio.open_file(...)` or a method of `anyio.Path`, declare the route with plain `def`, so
that FastAPI runs it in a thread, or hand the work to a thread with `await run_in_threadpool(...)`.

Reported is the call in the code on the event loop, also where a helper reads or writes, in this
file or in another one of the project. Text files (`open` without `"b"`, `read_text`) are mostly
small, templates and settings: they are reported only where a route, dependency, middleware or
task itself opens one that the request or the code in that place names, and does not parse it. What
is cheap (`exists`, `stat`, `mkdir`, `unlink`, `rmtree`) is not reported, nor what is read once and
kept, nor a file that is only opened. Of uploads that are written FPI404 speaks.

Opt-in: what a file costs depends on its size and its disk, which no source tells. In code that had
not tuned the rule, 16 of 29 findings were worth a change; most of the others were of small files,
or of files moved within one disk.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import (
    Attr,
    BlockingCall,
    Call,
    Const,
    Expr,
    Module,
    Param,
    Text,
    UploadWrite,
    last_name,
)
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI206",
    name="blocking-file-io",
    title="Reading or writing files on the event loop",
    message="`{call}` blocks the event loop ({reason}); {remedy}",
    skill=("2.1", "9.4"),
    opt_in=True,
    follows_imports=True,
    words=("async def", "*validator*"),
)


#: Names of what parses a text as a whole: it is a setting or a description, and small.
PARSERS = {"load", "loads", "safe_load", "full_load", "safe_load_all"}

#: What puts a path together, and looks for nothing.
PATHS = {"Path", "PurePath", "join", "joinpath", "with_suffix", "with_name", "resolve"}


@rule.on(BlockingCall)
def check(call: BlockingCall, module: Module) -> Iterator[Finding]:
    if call.kind == "file" and not _is_only_opened(call):
        matters = True
    elif call.kind == "text":
        matters = _is_for_client(call)
    else:
        matters = False
    if matters and not _is_upload(call, module):
        yield rule.at(
            call, call=call.name, reason=call.via + call.reason.text, remedy=module.remedy(call)
        )


def _is_upload(call: BlockingCall, module: Module) -> bool:
    """Whether an upload is written, of which FPI404 speaks."""
    return any(call.call in (write.call, write.opened) for write in module.each(UploadWrite))


def _is_only_opened(call: BlockingCall) -> bool:
    """Whether a function opens a file and leaves reading it to others."""
    if call.through or not call.name.endswith("open"):
        return False
    entered = any(each is call.call for each in call.function.entered)
    return not entered and not any(
        isinstance(each.callee, Attr)
        and each.callee.of is call.call
        and each.callee.name.startswith(("read", "write"))
        for each in call.function.calls
    )


def _is_for_client(call: BlockingCall) -> bool:
    """Whether a text file is named by the request, or in the very place, and no settings."""
    if call.through or call.reason.kind in ("async", "called"):
        return False
    if any(last_name(each.callee) in PARSERS for each in call.function.calls):
        return False
    opened = call.call.callee
    given = call.call.argument("file", 0) if call.name == "open" else None
    named = given or (opened.of if isinstance(opened, Attr) else None)
    parts = list(_parts(named))
    return any(isinstance(part, Param) for part in parts) or (
        bool(parts) and all(isinstance(part, Const) for part in parts)
    )


def _parts(expression: Expr | None) -> Iterator[Expr]:
    """What a path is put together from."""
    match expression:
        case Text(parts=parts) | Call(args=parts):
            if isinstance(expression, Call) and last_name(expression.callee) not in PATHS:
                yield expression
            for part in parts:
                yield from _parts(part)
            if isinstance(expression, Call) and isinstance(expression.callee, Attr):
                yield from _parts(expression.callee.of)
        case Attr(of=of):
            yield from _parts(of)
        case None:
            return
        case _:
            yield expression
