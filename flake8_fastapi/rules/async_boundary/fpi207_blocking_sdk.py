"""
Clients of OpenAI, Anthropic, AWS, Google, Azure, Stripe, Slack, Docker, LangChain and the like come
in two kinds. The synchronous one waits for the service on the thread that asks: seconds for a
language model, the transfer for a file. In an `async def` route, dependency, middleware, websocket
or background task that thread is the event loop, and the process answers nobody else meanwhile.

Most packages have an async twin, which the message names where there is one (`AsyncOpenAI`,
`ainvoke`, `aioboto3`). Otherwise declare the route or dependency with plain `def`, so that FastAPI
runs it in a thread, or hand the call to a thread with `await run_in_threadpool(...)`. Not so for
Supabase, whose client keeps one connection of HTTP/2: used by ten threads at a time, some of the
queries fail (seen with postgrest 2.34), so only the async one helps.

Reported is the first call of its kind in a function on the event loop, also where a helper makes
it, in this file or in another one of the project. So is `for chunk in stream` over what a client of
OpenAI, Anthropic or Groq gives with `stream=True`: each step waits for the next part, wherever the
stream was opened. Of LangChain that is what asks a model: chains and agents, also such as `prompt |
model | parser`, graphs, retrievers, vector stores. What asks no service is not: making a client,
signing a URL (`generate_presigned_url`), building a query, filling in a prompt; nor `paginate`,
unless the function goes through the pages or returns them, for before that it has asked nobody. Nor
is what a function under `lru_cache` or the like asks for, whatever it is given: most ask for a
handful of things, such as the keys of an issuer, and are right to keep them. More than three
helpers down, only what they do in the usual course counts, and no fallback: no `else`, unless the
call leaves out what the `if` asks for. What the object is must be certain; a variable called
`client` proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import BlockingCall, Module
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI207",
    name="blocking-sdk",
    title="Synchronous vendor client on the event loop",
    message="`{call}` blocks the event loop ({reason}); {remedy}",
    skill=("2.1", "2.5"),
    follows_imports=True,
    words=("async def", "*validator*"),
)


@rule.on(BlockingCall)
def check(call: BlockingCall, module: Module) -> Iterator[Finding]:
    if call.kind == "sdk" and call.first:
        yield rule.at(call, **module.told(call))
