import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from typing import Any

from fastapi import FastAPI
from fastapi.concurrency import iterate_in_threadpool, run_in_threadpool
from fastapi.responses import StreamingResponse
from transformers import AsyncTextIteratorStreamer, AutoTokenizer, TextIteratorStreamer

app = FastAPI()
tokenizer = AutoTokenizer.from_pretrained("gpt2")
pool = ThreadPoolExecutor(2)


def generate(prompt: str, streamer: Any) -> None:
    streamer.put(prompt)
    streamer.end()


@app.get("/answer")
async def answer(prompt: str) -> str:
    streamer = TextIteratorStreamer(tokenizer, skip_prompt=True)
    Thread(target=generate, args=(prompt, streamer)).start()
    said = ""
    for text in streamer:  # error: FPI210
        said += text
    return said


@app.get("/streamed")
async def streamed(prompt: str) -> StreamingResponse:
    streamer = TextIteratorStreamer(tokenizer, timeout=10)
    pool.submit(generate, prompt, streamer)

    async def texts() -> AsyncIterator[str]:
        for text in streamer:  # error: FPI210
            yield f"data: {text}\n\n"

    return StreamingResponse(texts())


@app.get("/joined")
async def joined(prompt: str) -> str:
    streamer = TextIteratorStreamer(tokenizer)
    generating = asyncio.create_task(asyncio.to_thread(generate, prompt, streamer))
    said = "".join(list(streamer))  # error: FPI210
    await generating
    return said


@app.get("/whole")
async def whole(prompt: str) -> str:
    streamer = TextIteratorStreamer(tokenizer)
    await run_in_threadpool(generate, prompt, streamer)
    return "".join([text for text in streamer])  # all of it is there


@app.get("/plain")
async def plain(prompt: str) -> StreamingResponse:
    streamer = TextIteratorStreamer(tokenizer)
    Thread(target=generate, args=(prompt, streamer)).start()

    def texts() -> Iterator[str]:
        for text in streamer:
            yield text

    return StreamingResponse(texts())


@app.get("/handed-on")
async def handed_on(prompt: str) -> StreamingResponse:
    streamer = TextIteratorStreamer(tokenizer)
    Thread(target=generate, args=(prompt, streamer)).start()
    return StreamingResponse(streamer)


@app.get("/in-threads")
async def in_threads(prompt: str) -> list[str]:
    streamer = TextIteratorStreamer(tokenizer)
    Thread(target=generate, args=(prompt, streamer)).start()
    return [text async for text in iterate_in_threadpool(streamer)]


@app.get("/awaited")
async def awaited(prompt: str) -> list[str]:
    streamer = AsyncTextIteratorStreamer(tokenizer)
    Thread(target=generate, args=(prompt, streamer)).start()
    return [text async for text in streamer]
