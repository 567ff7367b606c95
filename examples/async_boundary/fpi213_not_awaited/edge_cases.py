import asyncio
import contextlib
import hashlib
import hmac
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Annotated, Any

import aiofiles
import aiohttp
import anyio
import httpx
import redis.asyncio
from fastapi import APIRouter, Depends, FastAPI, Request, Response, UploadFile, WebSocket
from fastapi.responses import JSONResponse
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint

app = FastAPI()
router = APIRouter()
session_maker = async_sessionmaker(create_async_engine("sqlite+aiosqlite://"))
store = redis.asyncio.Redis()
client = httpx.AsyncClient()


async def get_session() -> AsyncIterator[AsyncSession]:
    async with session_maker() as session:
        yield session


CurrentSession = Annotated[AsyncSession, Depends(get_session)]


def log(*messages: object) -> None: ...


# Alarms: dropped


@router.get("/1")
async def dropped(session: CurrentSession, websocket_like: UploadFile) -> None:
    session.flush()  # error: FPI213
    websocket_like.seek(0)  # error: FPI213
    store.set("key", "value")  # error: FPI213
    client.post("/hook")  # error: FPI213
    anyio.sleep(1)  # error: FPI213


@router.websocket("/2")
async def websocket_dropped(websocket: WebSocket) -> None:
    websocket.accept()  # error: FPI213
    await websocket.send_text("hello")


@router.get("/3")
async def never_read() -> None:
    answer = client.get("/health")  # error: FPI213
    log("asked")


# Alarms: used as if it were the result


@router.get("/10")
async def of_aiohttp() -> Any:
    async with aiohttp.ClientSession() as http, http.get("https://a.example") as response:
        return response.json()  # error: FPI213


@router.get("/10/kept")
async def of_aiohttp_by_hand() -> Any:
    async with aiohttp.ClientSession() as http:
        response = await http.post("https://a.example")
        return response.text().upper()  # type: ignore[attr-defined]  # error: FPI213


@router.get("/10/file")
async def of_aiofiles() -> Any:
    async with aiofiles.open("a.txt") as file:
        lines = file.readlines()  # error: FPI213
    return [line.strip() for line in lines]  # type: ignore[attr-defined]


@router.get("/11")
async def attribute(session: CurrentSession) -> Any:
    return session.execute(select(1)).scalars().all()  # error: FPI213


@router.get("/11/late")
async def attribute_of_what_is_awaited_late(session: CurrentSession) -> Any:
    return await session.execute(select(1)).scalar_one()  # error: FPI213


@router.get("/12")
async def attribute_of_a_variable(session: CurrentSession) -> Any:
    result = session.execute(select(1))  # error: FPI213
    log("selected")
    return result.scalars().all()


@router.get("/13")
async def index(request: Request) -> Any:
    return request.json()["name"]  # error: FPI213


@router.get("/14")
async def unpacked(request: Request) -> Any:
    return dict(**request.json())  # error: FPI213


@router.get("/15")
async def unpacked_into_names(request: Request) -> Any:
    first, second = request.json()  # error: FPI213
    return first + second


@router.get("/16")
async def iterated(session: CurrentSession) -> list[Any]:
    return [row for row in session.scalars(select(1))]  # error: FPI213


@router.get("/17")
async def truth() -> str:
    if store.exists("key"):  # error: FPI213
        return "there"
    return "missing"


@router.get("/18")
async def negated() -> str:
    value = store.get("key")  # error: FPI213
    return "there" if not value else "missing"


@router.get("/19")
async def text() -> str:
    return f"value: {store.get('key')}"  # error: FPI213


@router.get("/20")
async def measured(file: UploadFile) -> int:
    return len(file.read())  # error: FPI213


@router.get("/21")
async def compared(session: CurrentSession) -> bool:
    return session.get(object, 1) is None  # error: FPI213


@router.get("/22")
async def calculated() -> int:
    return store.incr("key") + 1  # error: FPI213


@router.get("/23")
async def returned(request: Request) -> Any:
    return request.json()  # error: FPI213


@router.get("/24")
async def returned_inside(request: Request) -> dict[str, Any]:
    return {"body": request.json()}  # error: FPI213


@router.get("/25")
async def in_a_response(request: Request) -> Response:
    return JSONResponse(request.json())  # error: FPI213


@router.get("/26")
async def in_a_response_by_keyword(request: Request) -> Response:
    return JSONResponse(status_code=201, content={"body": request.json()})  # error: FPI213


@router.get("/27")
def sync_route(request: Request) -> Any:
    return request.json().get("name")  # error: FPI213


@router.get("/28")
async def the_form(request: Request) -> Any:
    form = request.form()  # error: FPI213
    return form.get("name")


@router.get("/29")
async def fallback(request: Request) -> Any:
    return (request.json() or {}).get("name")  # error: FPI213


@router.get("/30")
async def entered() -> Any:
    async with anyio.open_file("a") as file:  # error: FPI213
        return await file.read()


@app.middleware("http")
async def answered(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    return call_next(request)  # error: FPI213


class Timing(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        response = call_next(request)  # error: FPI213
        response.headers["X-Time"] = "1"
        return response


# Innocent: somebody may await it


@router.get("/51")
async def awaited(request: Request, session: CurrentSession) -> Any:
    body = await request.json()
    (await session.execute(select(1))).scalars()
    await session.commit()
    return body


@router.get("/52")
async def awaited_later(request: Request) -> Any:
    body = request.json()
    log("reading")
    return await body


@router.get("/53")
async def awaited_under_the_same_name(request: Request) -> Any:
    body = request.json()
    body = await body
    return body["name"]


@router.get("/54")
async def together() -> Any:
    first, second = store.get("a"), store.get("b")
    third = store.get("c")
    tasks = [client.get("/a"), client.get("/b")]
    return await asyncio.gather(first, second, third, *tasks)


@router.get("/55")
async def as_tasks() -> None:
    task = asyncio.create_task(asyncio.sleep(1))
    await asyncio.wait_for(store.ping(), 1)
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.sleep(1))
    await task


def for_the_caller(request: Request) -> Coroutine[Any, Any, Any]:
    return request.json()


async def for_whoever_awaits_twice(request: Request) -> Any:
    return request.json()


class Holder:
    def __init__(self, request: Request) -> None:
        self.body = request.json()


@router.get("/56")
async def closed_unused(request: Request) -> None:
    body = request.json()
    if inspect.iscoroutine(body):
        body.close()


@router.get("/57")
async def given_to_a_call(request: Request) -> None:
    log(request.json())


@router.get("/58")
async def captured(request: Request) -> Any:
    body = request.json()

    async def read() -> Any:
        return await body

    return await read()


@router.get("/59")
async def one_of_two(request: Request) -> Any:
    body: Any = {}
    if request.headers:
        body = request.json()
    return body.get("name")


@router.get("/60")
async def the_form_entered(request: Request) -> Any:
    async with request.form() as form:
        return form.get("name")


@router.get("/61")
async def expected() -> None:
    with suppress(RuntimeWarning), contextlib.suppress(TypeError):
        asyncio.sleep()  # type: ignore[call-arg]


@router.get("/62")
async def pipeline() -> None:
    async with store.pipeline() as pipe:
        pipe.set("a", 1)
        pipe.incr("a")
        await pipe.execute()


# Innocent: no coroutine


@router.get("/71")
async def not_coroutines(request: Request, session: CurrentSession) -> Any:
    session.add(object())
    session.expire_all()
    request.url_for("not_coroutines")
    return request.headers.get("a")


@router.get("/71/entered")
async def entered_and_awaited() -> Any:
    async with aiohttp.ClientSession() as http:
        async with http.get("https://a.example") as response:
            response.release()
            return await response.json()


@router.get("/71/file")
async def read_line_by_line() -> list[str]:
    async with aiofiles.open("a.txt") as file:
        return [line async for line in file]


@router.get("/72")
def synchronous(session: Annotated[Session, Depends(lambda: Session())]) -> Any:
    session.commit()
    return session.execute(select(1)).scalars().all()


async def run_in_a_session(session: CurrentSession) -> None:
    def count(session: AsyncSession) -> Any:
        """`run_sync` hands on a `Session`: the annotation is wrong, the code is right."""
        return session.execute(select(1)).scalar()

    await session.run_sync(count)  # type: ignore[arg-type]


async def untyped(session, request) -> Any:  # type: ignore[no-untyped-def]
    session.commit()
    return request.json()["name"]


class Own(AsyncSession):
    def commit(self) -> None:  # type: ignore[override]
        """Nothing to await."""


@router.get("/73")
async def overridden(request: Request) -> None:
    session = Own()
    session.commit()


@app.middleware("http")
def handed_on(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Awaitable[Response]:
    return call_next(request)


@router.get("/74")
def upload_in_a_def_route(file: UploadFile) -> None:
    file.close()  # error: FPI405


class Connections:
    def __init__(self) -> None:
        self.active: list[WebSocket] = []
        self.rooms: dict[str, list[WebSocket]] = {}
        self.users: dict[str, WebSocket] = {}
        self.unknown: list[Any] = []

    async def broadcast(self, text: str) -> None:
        for connection in self.active:
            connection.send_text(text)  # error: FPI213
        for other in self.unknown:
            other.send_text(text)

    async def to_room(self, room: str, text: str) -> None:
        for connection in self.rooms.get(room, []):
            connection.send_text(text)  # error: FPI213
        await asyncio.gather(*(each.send_text(text) for each in self.rooms[room]))

    async def to_user(self, user: str, text: str) -> None:
        self.users[user].send_text(text)  # error: FPI213
        for name, connection in self.users.items():
            log(name, connection.headers)
            await connection.send_text(text)


async def processes() -> None:
    process = await asyncio.create_subprocess_exec("ls")
    process.wait()  # error: FPI213
    await process.communicate()


# Signatures


@router.post("/signed")
async def signed(request: Request) -> dict[str, str]:
    body = request.body()  # error: FPI213
    own = hmac.new(b"key", body, hashlib.sha256).hexdigest()
    named = hmac.new(b"key", msg=request.body(), digestmod="sha256")  # error: FPI213
    summed = hashlib.sha256(request.body())  # error: FPI213
    return {"own": own, "named": named.hexdigest(), "summed": summed.hexdigest()}


@router.post("/signed-well")
async def signed_well(request: Request) -> str:
    later = request.body()
    log("asked", later)
    body = await request.body()
    hashlib.sha256(body)
    return hmac.new(b"key", body, hashlib.sha256).hexdigest()


# Sessions that are lent within a transaction


async def get_session_begun() -> AsyncIterator[AsyncSession]:
    async with session_maker() as session:
        async with session.begin():
            yield session


async def get_session_begun_at_once() -> AsyncIterator[AsyncSession]:
    async with session_maker.begin() as session:
        yield session


Begun = Annotated[AsyncSession, Depends(get_session_begun)]
BegunAtOnce = Annotated[AsyncSession, Depends(get_session_begun_at_once)]


@app.post("/begun/used-on")
async def used_on(session: Begun) -> None:
    session.commit()  # awaited, it would be the end of the session
    await session.execute(select(1))


@app.post("/begun/at-once/used-on")
async def used_on_at_once(session: BegunAtOnce) -> None:
    session.commit()
    await session.execute(select(1))


@app.post("/begun")
async def begun(session: Begun) -> None:
    await session.execute(select(1))
    session.commit()  # error: FPI213


@app.post("/begun/not")
async def not_begun(session: CurrentSession) -> None:
    session.commit()  # error: FPI213
    await session.execute(select(1))
