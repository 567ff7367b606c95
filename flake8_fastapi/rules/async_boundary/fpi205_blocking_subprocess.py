"""
`subprocess.run` and its like, `os.system` and `Popen.communicate` return when the other program
ends, and `for line in process.stdout` waits for each line that it writes. In an `async def` route,
dependency or background task the event loop waits with them: for as long as the program runs, the
process answers no request.

Await `asyncio.create_subprocess_exec(...)`, declare the route with plain `def`, so that FastAPI
runs it in a thread, or hand the call to a thread with `await run_in_threadpool(...)`.

Reported is the call in the code on the event loop, also where a helper runs the program, in this
file or in another one of the project. Starting a `Popen` without waiting for it is not reported,
nor is an `os.popen` of which nobody reads anything.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import BlockingCall, Module
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI205",
    name="blocking-subprocess",
    title="Waiting for a subprocess on the event loop",
    message="`{call}` blocks the event loop ({reason}); {remedy}",
    skill=("2.1",),
    follows_imports=True,
    words=("async def", "*validator*"),
)


@rule.on(BlockingCall)
def check(call: BlockingCall, module: Module) -> Iterator[Finding]:
    if call.kind == "subprocess":
        yield rule.at(call, **module.told(call))
