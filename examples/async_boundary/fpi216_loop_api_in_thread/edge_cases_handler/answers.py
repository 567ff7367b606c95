import asyncio

from fastapi import Request, Response


async def note(request: Request) -> None:
    await asyncio.sleep(0.1)


def answer(request: Request, error: Exception) -> Response:
    asyncio.ensure_future(note(request))  # error: FPI216
    return Response(status_code=404)


def answer_when_added(request: Request, error: Exception) -> Response:
    asyncio.ensure_future(note(request))  # error: FPI216
    return Response(status_code=404)


async def answer_on_the_loop(request: Request, error: Exception) -> Response:
    await asyncio.ensure_future(note(request))
    return Response(status_code=422)


def answer_nobody(request: Request, error: Exception) -> Response:
    asyncio.ensure_future(note(request))
    return Response(status_code=404)
