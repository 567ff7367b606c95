"""
The pack knows what blocks in the standard library and in well-known packages; it cannot know a
driver of your own, or a client that nobody else uses, nor how much data you give to pandas. Name
such calls in the configuration, as they are imported, and methods by their class:

    [flake8]
    fpi-blocking-calls = mylib.fetch, mylib.Client.send, pandas.read_csv

Functions of the project may be named too, such as one that computes for seconds.

They are then reported like any other blocking call: where code on the event loop makes them,
directly or through helpers, in this file or in another one of the project. Each of them keeps the
process from answering any other request until it returns.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import BlockingCall, Module
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI219",
    name="configured-blocking-call",
    title="Call on the event loop that you say blocks",
    message="`{call}` blocks the event loop ({reason}); {remedy}",
    skill=("2.1",),
    follows_imports=True,
    words=("async def", "*validator*"),
    options=("blocking_calls",),
)


@rule.on(BlockingCall)
def check(call: BlockingCall, module: Module) -> Iterator[Finding]:
    if call.kind == "configured":
        yield rule.at(call, **module.told(call))
