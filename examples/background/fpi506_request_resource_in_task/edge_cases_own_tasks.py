"""Tasks of the event loop that are given what ends with the request."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Annotated

import httpx
from fastapi import Depends, FastAPI, UploadFile, WebSocket
from fastapi.responses import StreamingResponse
from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import Session

app = FastAPI()
engine = create_async_engine("sqlite+aiosqlite://")
kept = set[asyncio.Task[None]]()


async def get_session() -> AsyncIterator[AsyncSession]:
    async with AsyncSession(engine) as session:
        yield session


async def get_client() -> AsyncIterator[httpx.AsyncClient]:
    client = httpx.AsyncClient()
    yield client
    await client.aclose()


def get_sync_session() -> Iterator[Session]:
    with Session(create_engine("sqlite://")) as session:
        yield session


async def get_shared() -> httpx.AsyncClient:
    return app.state.client


Db = Annotated[AsyncSession, Depends(get_session)]


async def work(
    session: AsyncSession | None = None, client: httpx.AsyncClient | None = None
) -> None:
    if session is not None:
        await session.commit()
    if client is not None:
        await client.get("https://example.org")


async def unused(session: AsyncSession) -> None:
    await asyncio.sleep(1)


async def quick(session: Session) -> None:
    session.commit()


async def scan(file: UploadFile) -> None:
    await file.read(10)


@app.post("/started")
async def started(
    session: Db, client: Annotated[httpx.AsyncClient, Depends(get_client)], aside: bool
) -> None:
    asyncio.create_task(work(session))  # error: FPI506
    asyncio.ensure_future(work(client=client))  # error: FPI506
    asyncio.get_running_loop().create_task(work(session))  # error: FPI506
    if aside:
        asyncio.create_task(work(session), name="aside")  # error: FPI506


@app.post("/waited-for")
async def waited_for(session: Db) -> None:
    await asyncio.create_task(work(session))
    task = asyncio.create_task(work(session))
    await task
    async with asyncio.TaskGroup() as group:
        group.create_task(work(session))


@app.post("/other")
async def other(
    session: Db,
    sync: Annotated[Session, Depends(get_sync_session)],
    shared: Annotated[httpx.AsyncClient, Depends(get_shared)],
    file: UploadFile,
) -> None:
    asyncio.create_task(unused(session))  # does nothing with it
    asyncio.create_task(quick(sync))  # is over before anything else runs
    asyncio.create_task(scan(file))  # the same, of a file in memory: the route waits below
    asyncio.create_task(work(client=shared))  # nobody closes it
    async with AsyncSession(engine) as own:
        asyncio.create_task(work(own))


async def note(file: UploadFile) -> None:
    await asyncio.sleep(1)
    print(file.filename, file.size)


async def scan_all(files: list[UploadFile], *, limit: int = 10) -> None:
    for file in files:
        await file.read(limit)


class Scanner:
    async def scan(self, file: UploadFile) -> None:
        await asyncio.sleep(1)
        await file.seek(0)

    async def note(self, file: UploadFile) -> None:
        print(file.filename)


scanner = Scanner()


@app.post("/scanned")
async def scanned(file: UploadFile, files: list[UploadFile], session: Db) -> None:
    await session.commit()
    asyncio.create_task(scan(file))  # error: FPI506
    asyncio.create_task(scan_all(files, limit=5))  # error: FPI506
    asyncio.create_task(scan_all(files=files))  # error: FPI506
    asyncio.create_task(scanner.scan(file))  # error: FPI506
    asyncio.create_task(note(file))  # the name is kept
    asyncio.create_task(scanner.note(file))


@app.post("/scanned/here")
async def scanned_here(file: UploadFile) -> None:
    content = await file.read(10)
    asyncio.create_task(asyncio.to_thread(print, content))
    await asyncio.create_task(scan(file))
    task = asyncio.create_task(scan(file))
    await task


@app.post("/scanned/meanwhile")
async def scanned_meanwhile(file: UploadFile) -> None:
    queue = asyncio.Queue[bytes]()

    async def fill(upload: UploadFile) -> None:
        await queue.put(await upload.read(10))

    asyncio.create_task(fill(file))
    await queue.get()


@app.get("/streamed")
async def streamed(session: Db) -> StreamingResponse:
    queue = asyncio.Queue[str]()

    async def pages() -> AsyncIterator[str]:
        yield await queue.get()

    asyncio.create_task(work(session))  # ends as the response does, perhaps
    return StreamingResponse(pages())


@app.websocket("/socket")
async def socket(websocket: WebSocket, session: Db) -> None:
    await websocket.accept()
    asyncio.create_task(work(session))  # for as long as the client stays
    async for _ in websocket.iter_text():
        pass
