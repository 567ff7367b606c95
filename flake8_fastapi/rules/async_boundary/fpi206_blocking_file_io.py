"""
`open`, `Path.read_bytes`, `shutil.copytree` and their like wait for the disk on the thread that
calls them. In an `async def` route or dependency that is the event loop. A small file in the page
cache takes no time; a large one, a slow or a network disk, or a tree of files stops every request
of the process.

Await `anyio.open_file(...)` or a method of `anyio.Path`, declare the route with plain `def`, so
that FastAPI runs it in a thread, or hand the work to a thread with `await run_in_threadpool(...)`.

Most files that code reads and writes are small: settings, keys, indexes, pages. So evidence is
asked for that there may be much of it. Reported is the call in the code on the event loop, also
where a helper, or a helper of that one, does the work, in this file or in another one of the
project: of trees of files and archives, however far from there; of files that are copied, read or
written in pieces; of those that are written with what the code is given, such as an upload; and of
those that are read and handed on as they are, to the client, to whoever called, or in base64. Not
reported is what a check in the function holds to 2 MB or less; what is parsed where it is read or
written, or put together where it is written; what is read once and kept, or made where a file of
the code is missing; what its name calls a key, a certificate or a setting (`.pem`, `.yaml`); files
under a name that the code has in full, and text files (`open` without `"b"`, `read_text`), but for
tables and logs (`.csv`, `.log`) that are handed on; a copy of one file (`shutil.copy`), mostly a
backup, where whoever came in between would do harm; what is cheap (`exists`, `stat`, `mkdir`,
`unlink`, `rmtree`, searches through folders, a move within one disk). Nor are single files reported
in a function that runs another program (`ffmpeg`), which mostly reads or has written them, and
takes longer by far (FPI205); and an archive whose folder is asked for before (`if not
folder.exists()`): with a thread, whoever came next would find half of it. Of uploads that are
written FPI404 speaks.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import BlockingCall, Module, UploadWrite
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


#: What reads or writes archives, and all that is in a folder.
TREES = {
    "add", "copytree", "extract", "extractall", "make_archive", "unpack_archive", "write",
}  # fmt: skip

#: Functions between the one that FastAPI calls and the file, as far as it is known. Of what lies
#: deeper, most turned out to be small stores of keys and settings.
FARTHEST = 2

#: Bytes that are read or written in a millisecond or two.
FEW = 2 * 1024 * 1024


@rule.on(BlockingCall)
def check(call: BlockingCall, module: Module) -> Iterator[Finding]:
    if call.kind != "file" or _is_said_elsewhere(call, module):
        return
    if _last_part(call) in TREES or (_distance(call) <= FARTHEST and not _is_small(call, module)):
        yield rule.at(call, **module.told(call))


def _last_part(call: BlockingCall) -> str:
    """The `copytree` of `shutil.copytree`."""
    return call.name.rpartition(".")[2]


def _distance(call: BlockingCall) -> int:
    """How many functions lie between the one that FastAPI calls and the file, at least."""
    return len(call.through) + (call.reason.kind in ("async", "called", "callback"))


def _is_small(call: BlockingCall, module: Module) -> bool:
    """Whether the function refuses what is larger than a few bytes."""
    most = module.upload_size.most_of(call.function)
    return most is not None and most <= FEW


def _is_said_elsewhere(call: BlockingCall, module: Module) -> bool:
    """Whether an upload is written, of which FPI404 speaks, or more than that is reported already.

    The opening of the same file, or a program.
    """
    if any(call.call in (write.call, write.opened) for write in module.each(UploadWrite)):
        return True
    name = _last_part(call)
    if name not in TREES and module.event_loop.runs_program(call):
        return True  # what a program has just written, or is to read, is small beside it
    return name == "copyfileobj" and any(
        each.name.endswith("open")
        for each in module.each(BlockingCall)
        if each.function is call.function and each.kind == "file" and each is not call
    )
