# options: target-versions = fastapi=0.115
"""What FastAPI 0.115 closes before a background task runs, and what it does not."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Annotated, Any

import httpx
from fastapi import APIRouter, BackgroundTasks, Depends, File, UploadFile
from fastapi.responses import JSONResponse
from sqlalchemy import create_engine, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import Session
from starlette.background import BackgroundTask

router = APIRouter()
engine = create_engine("sqlite://")
factory = async_sessionmaker()
shared = httpx.AsyncClient()


async def get_session() -> AsyncIterator[AsyncSession]:
    session = factory()
    try:
        yield session
    finally:
        await session.close()


async def get_own_client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient() as client:
        yield client


async def get_shared_client() -> AsyncIterator[httpx.AsyncClient]:
    yield shared


async def get_shared_client_and_read() -> AsyncIterator[httpx.AsyncClient]:
    file = open("settings")
    try:
        yield shared
    finally:
        file.close()


def get_plain_client() -> httpx.AsyncClient:
    return shared


def get_returned_session(session: "SessionDep") -> AsyncSession:
    return session


def get_settings() -> Iterator[dict[str, str]]:
    with open("settings") as file:
        yield {"text": file.read()}


@contextmanager
def open_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session


SessionDep = Annotated[AsyncSession, Depends(get_session)]


def work(*given: Any, **named: Any) -> None:
    print(given, named)


@router.post("/handed")
async def handed(
    tasks: BackgroundTasks,
    session: SessionDep,
    client: Annotated[httpx.AsyncClient, Depends(get_own_client)],
    again: Annotated[AsyncSession, Depends(get_returned_session)],
    files: list[UploadFile],
) -> None:
    tasks.add_task(work, session=session)  # error: FPI506
    tasks.add_task(work, client, 1)  # error: FPI506
    tasks.add_task(work, again)  # error: FPI506
    tasks.add_task(work, files)  # error: FPI506
    for file in files:
        tasks.add_task(work, file)  # error: FPI506
        tasks.add_task(work, file.filename)
    tasks.add_task(work, files[0])  # error: FPI506
    tasks.add_task(partial(work, session))  # error: FPI506
    tasks.add_task(lambda: work(session))  # error: FPI506


@router.post("/inside")
async def inside(tasks: BackgroundTasks, session: SessionDep, file: UploadFile) -> None:
    async def commit() -> None:
        await session.commit()

    tasks.add_task(commit)  # error: FPI506
    tasks.add_task(work, file.file)  # error: FPI506


@router.post("/response")
async def response(session: SessionDep) -> JSONResponse:
    return JSONResponse({}, background=BackgroundTask(work, session))  # error: FPI506


@router.post("/fine")
async def fine(
    tasks: BackgroundTasks,
    session: SessionDep,
    content: Annotated[bytes, File()],
    file: UploadFile,
    shared_client: Annotated[httpx.AsyncClient, Depends(get_shared_client)],
    reading_client: Annotated[httpx.AsyncClient, Depends(get_shared_client_and_read)],
    plain_client: Annotated[httpx.AsyncClient, Depends(get_plain_client)],
    settings: Annotated[dict[str, str], Depends(get_settings)],
) -> None:
    await session.commit()
    tasks.add_task(work, content, file.filename, await file.read(100))
    tasks.add_task(work, shared_client, reading_client, plain_client, settings)
    with open_session() as own:
        work(own)


def notify(tasks: BackgroundTasks, session: AsyncSession) -> None:
    tasks.add_task(work, session)  # whose session that is, nobody knows


async def to_be_written(session: AsyncSession, page: str) -> None:
    """Promises to count visits."""


async def read_name(file: UploadFile) -> None:
    print(file.filename)


class Service:
    async def count(self, session: AsyncSession) -> None:
        async def commit() -> None:
            await session.commit()

        await commit()

    async def nothing(self, session: AsyncSession) -> None: ...


service = Service()


@router.post("/used")
async def used(tasks: BackgroundTasks, session: SessionDep, file: UploadFile) -> None:
    tasks.add_task(to_be_written, session, page="/")
    tasks.add_task(to_be_written, page="/", session=session)
    tasks.add_task(service.nothing, session)
    tasks.add_task(service.count, session)  # error: FPI506
    tasks.add_task(print, session)  # error: FPI506
    tasks.add_task(read_name, file)


async def closing_it(session: AsyncSession) -> None:
    try:
        await session.commit()
    finally:
        await session.close()


async def closing_it_at_times(session: AsyncSession, page: str | None = None) -> None:
    await session.commit()
    if page:
        await session.close()


async def closing_the_client(client: httpx.AsyncClient) -> None:
    await client.get("https://example.com")
    await client.aclose()


ClientDep = Annotated[httpx.AsyncClient, Depends(get_own_client)]


@router.post("/closed")
async def closed(tasks: BackgroundTasks, session: SessionDep, client: ClientDep) -> None:
    """A session that is used again opens another connection: the task gives it back."""
    tasks.add_task(closing_it, session)
    tasks.add_task(closing_it, session=session)
    tasks.add_task(closing_it_at_times, session)  # error: FPI506
    tasks.add_task(closing_the_client, client)  # error: FPI506


# -- what an object has taken


class Pages:
    def __init__(self, session: SessionDep, limit: int = 10) -> None:
        self._session: AsyncSession = session
        self.limit = limit
        self.own = factory()

    async def count(self, page: str) -> None:
        await self._session.execute(select(page))

    async def count_anew(self) -> None:
        async with factory() as session:
            await session.commit()

    async def count_by_own(self) -> None:
        await self.own.commit()

    def say(self) -> None:
        print(self.limit)

    def count_later(self, tasks: BackgroundTasks) -> None:
        tasks.add_task(work, self._session)  # error: FPI506
        tasks.add_task(work, self.own, self.limit)


class Visits:
    """Nobody says where its session comes from."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def count(self) -> None:
        await self.session.commit()

    def count_later(self, tasks: BackgroundTasks) -> None:
        tasks.add_task(work, self.session)


def get_visits(session: SessionDep) -> Visits:
    return Visits(session)


def get_other_visits() -> Visits:
    return Visits(factory())


async def get_kept_visits(session: SessionDep) -> AsyncIterator[Visits]:
    yield Visits(session=session)


@router.post("/objects")
async def objects(
    tasks: BackgroundTasks,
    pages: Annotated[Pages, Depends()],
    visits: Annotated[Visits, Depends(get_visits)],
    kept: Annotated[Visits, Depends(get_kept_visits)],
    others: Annotated[Visits, Depends(get_other_visits)],
) -> None:
    tasks.add_task(pages.count, "/")  # error: FPI506
    tasks.add_task(visits.count)  # error: FPI506
    tasks.add_task(kept.count)  # error: FPI506
    tasks.add_task(work, visits.session)  # error: FPI506
    tasks.add_task(others.count)
    tasks.add_task(pages.count_anew)
    tasks.add_task(pages.count_by_own)
    tasks.add_task(pages.say)
    tasks.add_task(service.nothing, pages)
    tasks.add_task(work, pages.limit, others.session)
    pages.count_later(tasks)
    await visits.count()


@router.post("/made-here")
async def made_here(tasks: BackgroundTasks) -> None:
    visits = Visits(factory())
    tasks.add_task(visits.count)
