"""Each step over a stream of a synchronous client waits for the next part of the answer."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

from anthropic import Anthropic
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from openai import AsyncOpenAI, AsyncStream, OpenAI, Stream
from openai.types.chat import ChatCompletionChunk

app = FastAPI()
client = OpenAI()
claude = Anthropic()
async_client = AsyncOpenAI()


def told(chunks: Stream[ChatCompletionChunk]) -> StreamingResponse:
    async def parts() -> AsyncIterator[str]:
        for chunk in chunks:  # error: FPI207
            yield chunk.model_dump_json()

    return StreamingResponse(parts())


@app.post("/handed-on")
def handed_on() -> StreamingResponse:
    return told(client.chat.completions.create(model="m", messages=[], stream=True))


@app.post("/made-in-a-thread")
def made_in_a_thread() -> StreamingResponse:
    stream = client.responses.create(model="m", input="?", stream=True)

    async def parts() -> AsyncIterator[str]:
        for event in stream:  # error: FPI207
            yield event.model_dump_json()

    return StreamingResponse(parts())


@app.post("/made-on-the-loop")
async def made_on_the_loop() -> StreamingResponse:
    stream = claude.messages.create(  # error: FPI207
        model="m", max_tokens=9, messages=[], stream=True
    )

    async def parts() -> AsyncIterator[str]:
        for event in stream:  # error: FPI207
            yield event.model_dump_json()

    return StreamingResponse(parts())


@app.post("/in-one-function")
async def in_one_function() -> list[str]:
    stream = client.completions.create(model="m", prompt="?", stream=True)  # error: FPI207
    return [part.model_dump_json() for part in stream]


# -- innocent


def told_in_a_thread(chunks: Stream[ChatCompletionChunk]) -> StreamingResponse:
    def parts() -> Iterator[str]:
        for chunk in chunks:
            yield chunk.model_dump_json()

    return StreamingResponse(parts())


@app.post("/threaded")
def threaded() -> list[str]:
    return [part.model_dump_json() for part in client.completions.create(stream=True)]


def told_async(chunks: AsyncStream[ChatCompletionChunk]) -> StreamingResponse:
    async def parts() -> AsyncIterator[str]:
        async for chunk in chunks:
            yield chunk.model_dump_json()

    return StreamingResponse(parts())


@app.post("/at-once")
def at_once(whole: bool) -> StreamingResponse:
    answer: Any = client.chat.completions.create(model="m", messages=[], stream=False)
    perhaps: Any = client.chat.completions.create(model="m", messages=[], stream=whole)

    async def parts() -> AsyncIterator[str]:
        for name, _ in answer:
            yield name
        for part in perhaps:
            yield str(part)

    return StreamingResponse(parts())


@app.post("/taken-in-a-thread")
async def taken_in_a_thread(chunks: Stream[ChatCompletionChunk]) -> list[Any]:
    async_stream = await async_client.responses.create(model="m", input="?", stream=True)
    return [
        *await run_in_threadpool(list, chunks),
        *[event async for event in async_stream],
    ]
