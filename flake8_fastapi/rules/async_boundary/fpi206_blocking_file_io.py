"""
`open`, `Path.read_text`, `shutil.copytree` and their like wait for the disk on the thread that calls
them. In an `async def` route or dependency that is the event loop. A small file in the page cache
takes no time; a large one, a slow or a network disk, or a tree of files stops every request of the
process.

Await `anyio.open_file(...)` or a method of `anyio.Path`, declare the route with plain `def`, so
that FastAPI runs it in a thread, or hand the work to a thread with `await run_in_threadpool(...)`.

Reported is the call in the code on the event loop, also where a helper reads or writes, in this
file or in another one of the project. Text files (`open` without `"b"`, `read_text`) are mostly
small, templates and settings: they are reported only where a route, dependency, middleware or task
opens them itself, and does not parse them. What is cheap (`exists`, `stat`, `mkdir`, `unlink`, `rmtree`) is not reported, nor what is
read once and kept.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import BlockingCall, Module
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI206",
    name="blocking-file-io",
    title="Reading or writing files on the event loop",
    message="`{call}` blocks the event loop ({reason}); {remedy}",
    skill="§2 Blocking calls: `open()` in async code",
    follows_imports=True,
    words=("async def",),
)


#: What is parsed as a whole is a setting or a description, and small.
PARSERS = {
    "json.load",
    "json.loads",
    "yaml.safe_load",
    "yaml.load",
    "tomllib.load",
    "tomllib.loads",
}


@rule.on(BlockingCall)
def check(call: BlockingCall, module: Module) -> Iterator[Finding]:
    if call.kind == "file" or (call.kind == "text" and _matters(call, module)):
        yield rule.at(
            call, call=call.name, reason=call.via + call.reason.text, remedy=module.remedy(call)
        )


def _matters(call: BlockingCall, module: Module) -> bool:
    """Whether a text file is likely to be read or written for a client, and not a small one."""
    return (
        not call.through
        and call.reason.kind not in ("async", "called")
        and not any(module.qualname(each.callee) in PARSERS for each in call.function.calls)
    )
