"""
`open`, `Path.read_text`, `shutil.copytree` and their like wait for the disk on the thread that
calls them. In an `async def` route or dependency that is the event loop. A small file in the page
cache takes no time; a large one, a slow or a network disk, or a tree of files stops every request
of the process.

Await `anyio.open_file(...)` or a method of `anyio.Path`, declare the route with plain `def`, so
that FastAPI runs it in a thread, or hand the work to a thread with `await run_in_threadpool(...)`.

Reported is the call in the code on the event loop, also where a helper, or a helper of that one,
reads or writes, in this file or in another one of the project: what reads or writes the contents of
a file; trees of files and archives, however far from there; searches through folders (`os.walk`,
`rglob`) where a route or a dependency makes them itself. Not reported is a copy of one file
(`shutil.copy`), mostly a backup, where whoever came in between would do harm; a file that is only
opened, and read by whoever gets it; what is read once and kept, or made where a file of the code is
missing; what its name calls a key, a certificate or a setting (`.pem`, `.yaml`); what is cheap
(`exists`, `stat`, `mkdir`, `unlink`, `rmtree`, a move within one disk). Files under a name that the
code has in full are mostly small, and so are text files (`open` without `"b"`, `read_text`): of
these only tables and logs are reported (`.csv`, `.log`), where the request names them, and nothing
parses them. Nor are single files reported in a function that runs another program (`ffmpeg`), which
mostly reads or has written them, and takes longer by far (FPI205); the first bytes of a file
(`file.read(4)`); an archive whose folder is asked for before (`if not folder.exists()`): with a
thread, whoever came next would find half of it. Of uploads that are written FPI404 speaks.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import (
    OF_PATHS,
    Attr,
    BlockingCall,
    Call,
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
    follows_imports=True,
    words=("async def", "*validator*"),
)


#: Names of what parses a text as a whole: it is a setting or a description, and small.
PARSERS = {"load", "loads", "safe_load", "full_load", "safe_load_all"}

#: What looks through folders: a small part of what it takes to read or write what is in them.
SEARCHES = {"fwalk", "glob", "rglob", "walk"}

#: What reads or writes archives, and all that is in a folder.
TREES = {
    "add", "copytree", "extract", "extractall", "make_archive", "unpack_archive", "write",
}  # fmt: skip

#: Helpers between the event loop and the file. Of what lies deeper, most turned out to be small
#: stores of keys and settings.
FARTHEST = 2


@rule.on(BlockingCall)
def check(call: BlockingCall, module: Module) -> Iterator[Finding]:
    if _matters(call) and not _is_said_elsewhere(call, module):
        yield rule.at(call, **module.told(call))


def _matters(call: BlockingCall) -> bool:
    """Whether it is about contents of any size."""
    match call.kind:
        case "file":
            return len(call.through) <= FARTHEST or call.name.rpartition(".")[2] in TREES
        case "files":
            return _is_near(call)
        case "text":
            return _is_near(call) and _is_for_client(call)
    return False


def _is_near(call: BlockingCall) -> bool:
    """Whether it stands where FastAPI calls it: elsewhere, what it is about is mostly small."""
    return not call.through and call.reason.kind not in ("async", "called", "callback")


def _is_said_elsewhere(call: BlockingCall, module: Module) -> bool:
    """Whether an upload is written, of which FPI404 speaks, or more than that is reported already.

    The opening of the same file, or what is read or written where folders are looked through.
    """
    if any(call.call in (write.call, write.opened) for write in module.each(UploadWrite)):
        return True
    name = call.name.rpartition(".")[2]
    if call.kind != "files" and name not in TREES and module.event_loop.runs_program(call):
        return True  # what a program has just written, or is to read, is small beside it
    if name != "copyfileobj" and name not in SEARCHES:
        return False
    return any(
        name in SEARCHES or each.name.endswith("open")
        for each in module.each(BlockingCall)
        if each.function is call.function and each.kind == "file" and each is not call
    )


def _is_for_client(call: BlockingCall) -> bool:
    """Whether the request names a table or a log, and nothing parses it."""
    if any(last_name(each.callee) in PARSERS for each in call.function.calls):
        return False
    opened = call.call.callee
    given = call.call.argument("file", 0) if call.name == "open" else None
    named = given or (opened.of if isinstance(opened, Attr) else None)
    return any(isinstance(part, Param) for part in _parts(named))


def _parts(expression: Expr | None) -> Iterator[Expr]:
    """What a path is put together from."""
    match expression:
        case Text(parts=parts) | Call(args=parts):
            if isinstance(expression, Call) and last_name(expression.callee) not in OF_PATHS:
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
