import asyncio
import functools
import inspect
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, ParamSpec, Protocol, TypeVar, overload

import pytest
from asgiref.sync import async_to_sync
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Response
from fastapi.responses import JSONResponse
from fastapi_cache.decorator import cache
from tenacity import retry

app = FastAPI()
router = APIRouter()
P = ParamSpec("P")
T = TypeVar("T")


async def load(name: str = "") -> dict[str, Any]:
    return {"name": name}


class Base(ABC):
    @abstractmethod
    async def save(self) -> bool: ...


class Store(Base):
    async def save(self) -> bool:
        return True

    @classmethod
    async def open(cls) -> "Store":
        return cls()

    @staticmethod
    async def ping() -> str:
        return "pong"

    def close(self) -> None:
        self.save()  # error: FPI214

    async def flush(self) -> None:
        self.save()  # error: FPI214
        Store.ping()  # error: FPI214
        await self.save()


class Saving(Protocol):
    async def save_for_good(self) -> bool: ...


@retry
async def retried() -> int:
    return 1


def timed(function: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    @functools.wraps(function)
    async def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
        return await function(*args, **kwargs)

    return wrapper


def tagged(tag: str) -> Callable[[Callable[P, Awaitable[T]]], Callable[P, Awaitable[T]]]:
    def decorate(function: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
        async def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
            return await function(*args, **kwargs)

        return wrapper

    return decorate


@timed
async def measured() -> int:
    return 1


@tagged("slow")
async def named() -> int:
    return 1


# Alarms


@router.get("/1")
def returned_by_a_def_route() -> Any:
    return load("a")  # error: FPI214


@router.get("/2")
async def returned_inside() -> Any:
    return {"items": [load("a"), load("b")]}  # error: FPI214, FPI214


@router.get("/3")
async def in_a_response() -> Response:
    return JSONResponse({"item": load()})  # error: FPI214


@router.get("/4")
async def of_a_class() -> Any:
    store = Store.open()  # error: FPI214
    return store.name


async def by_protocol(store: Saving, other: Base) -> None:
    store.save_for_good()  # error: FPI214
    assert other.save()  # error: FPI214


async def decorated() -> None:
    retried()  # error: FPI214
    measured()  # error: FPI214
    named()  # error: FPI214


async def a_route_called() -> Any:
    return (in_a_response()).status_code  # error: FPI214


def at_exit() -> None:
    load()  # error: FPI214


async def wrong_all_along() -> None:
    value = load()  # error: FPI214
    for key in value:
        print(key)
    print(f"{value}")


class Early:
    load()  # error: FPI214


class Rows:
    async def fetch(self, key: str) -> dict[str, Any]:
        return {"key": key}

    async def count(self) -> int:
        return 1

    async def last(self, key: str) -> str:
        return key


class Items(Rows):
    def fetch(self, key: str) -> Any:
        return super().fetch(key)

    def count(self) -> Any:
        return super().count() if self else 0

    def last(self, key: str) -> Any:
        if key:
            return super().last(key)


async def use_what_is_passed_on(items: Items) -> Any:
    items.fetch("a")  # error: FPI214
    found = items.fetch("b")  # error: FPI214
    items.count()
    items.last("b")
    await items.fetch("c")
    asyncio.create_task(items.fetch("d"))
    return found["name"]


# Innocent


@router.get("/51")
async def awaited() -> Any:
    later = load()
    if await Store().save():
        return await later
    return [await load(name) for name in "ab"]


@router.get("/52")
async def together() -> Any:
    jobs = [load(name) for name in "ab"]
    jobs.append(load("c"))
    task = asyncio.ensure_future(load())
    return [*await asyncio.gather(*jobs, load()), await task]


def for_the_caller() -> Awaitable[dict[str, Any]]:
    return load()


async def for_whoever_awaits_twice() -> Any:
    return load()


def run() -> Any:
    return asyncio.run(load())


def given_away(take: Callable[..., None]) -> None:
    take(load())
    take(key=load())


async def yielded() -> AsyncIterator[Any]:
    yield load()


async def stored(holder: dict[str, Any], store: Any) -> None:
    holder["load"] = load()
    store.load = load()


async def inspected() -> bool:
    coroutine = load()
    coroutine.close()
    return coroutine.cr_frame is None


def lazily() -> Callable[[], Any]:
    return lambda: load()


def passed_on(now: bool) -> Any:
    job = load() if now else None
    return job


async def loop_variable() -> None:
    job = None
    for name in "ab":
        job = load(name)
    if job:
        await job


# Innocent: no coroutine


@async_to_sync
async def made_sync() -> int:
    return 1


def runs(function: Callable[..., Any]) -> Callable[..., Any]:
    def wrapper(*args: Any) -> Any:
        return asyncio.run(function(*args))

    return wrapper


@runs
async def run_by_its_decorator() -> int:
    return 1


def unknown(decorate: Callable[..., Any]) -> None:
    @decorate
    async def inner() -> int:
        return 1

    inner()


async def numbers() -> AsyncIterator[int]:
    yield 1


@asynccontextmanager
async def opened() -> AsyncIterator[int]:
    yield 1


async def not_coroutines() -> None:
    made_sync()
    run_by_its_decorator()
    numbers().aclose
    async for number in numbers():
        print(number)
    async with opened() as value:
        print(value)


class Read:
    @overload
    async def value(self, name: str) -> str: ...
    @overload
    async def value(self, name: int) -> int: ...
    def value(self, name: Any) -> Any:
        return name


def sync_methods(cls: Any) -> Any:
    """Stands for a decorator that makes the methods of a class synchronous."""
    cls.send = lambda self: None
    return cls


@sync_methods
class Remote:
    async def send(self) -> None: ...

    def go(self) -> None:
        self.send()


@dataclass
class Record:
    async def send(self) -> None: ...

    def go(self) -> None:
        self.send()  # error: FPI214


class Replaced:
    def __init__(self, send: Callable[[], None]) -> None:
        self.send = send  # type: ignore[method-assign, assignment]

    async def send(self) -> None: ...

    def go(self) -> None:
        self.send()


async def either(reader: Read, choose: bool) -> str:
    Read.value(reader, "a")
    if choose:

        async def chosen() -> None: ...
    else:

        def chosen() -> None: ...  # type: ignore[misc]

    chosen()
    return reader.value("a").upper()


async def dependency() -> dict[str, Any]:
    return load()  # type: ignore[return-value]


@router.get("/61")
async def awaits_what_it_depends_on(value: Any = Depends(dependency)) -> Any:
    return await value


class Feed(ABC):
    @abstractmethod
    async def events(self) -> AsyncIterator[str]: ...

    async def lines(self) -> AsyncIterator[str]:
        pass

    async def words(self) -> str:
        pass  # says it wrong, and is written elsewhere

    async def pages(self) -> list[str]:
        return []

    @abstractmethod
    async def connection(self):
        raise NotImplementedError

    async def rows(self, size: int):
        """Everybody writes this anew."""
        raise NotImplementedError("rows")


class Sink(Protocol):
    async def put(self, item: str): ...


async def what_runs_is_written_elsewhere(feed: Feed, sink: Sink) -> None:
    # an async generator, an async context manager and a plain function may stand in their place
    async for event in feed.events():
        sink.put(event)
    async for event in feed.lines():
        sink.put(event)
    async for event in feed.words():
        sink.put(event)
    async for event in feed.rows(10):
        sink.put(event)
    async for event in feed.pages():  # error: FPI214
        sink.put(event)
    async with feed.connection():
        pass


def asked_before(store: Store) -> bool | None:
    if inspect.iscoroutinefunction(store.save):
        return None
    return bool(store.save())


try:
    from store_of_tomorrow import Orders
except ImportError:

    class Orders:
        """Stands in for what may be called otherwise."""

        @classmethod
        async def filter(cls, **conditions: Any) -> Any:
            return []


async def of_a_stand_in() -> Any:
    return await Orders.filter(open=True).all()


@app.get("/state")
async def get_state() -> Any:
    """It means another function of that name, whose import is gone."""
    state = get_state()
    return state.name


async def walk(tree: Any) -> int:
    return 1 + sum(len(walk(branch)) for branch in tree)  # error: FPI214


async def greet(name: str, *, loudly: bool) -> None: ...


async def greets() -> None:
    greet("Ann", loudly=True)  # error: FPI214
    greet("Ann")  # fails by itself: `loudly` is missing
    greet("Ann", loudly=True)  # never runs


@app.get("/welcome/{name}")
async def welcome(name: str, loudly: bool) -> None: ...


async def welcomes() -> None:
    welcome("Ann", False)  # error: FPI214
    welcome("Ann")


async def find(number: int) -> Any: ...


def shown(*whatever: Any) -> Any: ...


@app.get("/page/{number}")
async def page(number: int, title: str) -> Any:
    """It fails in the next line, whoever may await it behind that."""
    found = find(number)  # error: FPI214
    found.title = title
    return shown(found)


@app.get("/perhaps/{number}")
async def perhaps(number: int, wanted: bool) -> Any:
    """The function that is given it may await it before."""
    found = find(number)
    title = wanted and found.title
    return shown(found, title)


@app.get("/awaited/{number}")
async def awaited(number: int) -> str:
    found = find(number)
    title = (await found).title
    return str(title)


@app.post("/users")
async def create(name: str) -> None:
    register(name)  # with `await`, each would call the other until Python gives up


async def register(name: str) -> None:
    await create(name)


async def clear_caches() -> None:
    raise NotImplementedError


async def refuse() -> None:
    raise PermissionError


@app.delete("/caches")
async def clear() -> None:
    clear_caches()  # it is yet to be written: with `await`, this would fail
    refuse()  # error: FPI214


if __name__ == "__main__":  # tried by hand, once
    find(1)


# Alarms: returned by a route later on, or below a decorator that awaits it once


@router.get("/90")
async def in_a_try() -> Any:
    try:
        response: Any = load()  # error: FPI214
    except KeyError:
        response = {}
    else:
        await load("b")
    return response


@router.get("/91")
async def in_a_branch(name: str | None = None) -> Any:
    found: Any = None
    if name:
        with open(name):
            found = load(name)  # error: FPI214
    return found


@router.get("/92")
@cache(expire=10)
async def cached() -> Any:
    return load()  # error: FPI214


# Near misses


@router.get("/93")
async def awaited_if_need_be() -> Any:
    try:
        response: Any = load()
    except KeyError:
        response = {}
    if inspect.isawaitable(response):
        response = await response
    return response


@router.get("/94")
async def replaced_before(name: str = "") -> Any:
    found: Any = load()
    found = await found
    return found


@router.get("/95")
async def handed_over() -> Any:
    try:
        later: Any = load()
    except KeyError:
        later = asyncio.sleep(1)
    task = asyncio.ensure_future(later)
    return await task


@router.get("/96")
async def closed_in_the_end() -> Any:
    found: Any = None
    try:
        found = load()
    finally:
        found.close()
        found = {}
    return found


@router.get("/97")
async def in_a_loop() -> Any:
    found: Any = None
    for name in "ab":
        if found is not None:
            return await found
        found = load(name)
    return None


async def for_its_callers(name: str) -> Any:
    try:
        found: Any = load(name)
    except KeyError:
        found = asyncio.sleep(1)
    return found


@router.get("/98")
@cache(expire=10)
async def cached_and_awaited() -> Any:
    return await load()


# In a list that a route returns


@router.get("/99")
async def collected(names: list[str]) -> Any:
    rows = []
    failed = []
    for name in names:
        try:
            found = load(name)  # error: FPI214
            rows.append({"name": name, "found": found})
        except KeyError:
            failed.append(name)
    if not rows:
        raise KeyError(names)
    return {"count": len(rows), "rows": rows, "failed": failed}


@router.get("/100")
async def gathered(names: list[str]) -> Any:
    jobs = []
    for name in names:
        job = load(name)
        jobs.append(job)
    return {"names": names, "found": await asyncio.gather(*jobs)}


@router.get("/101")
async def awaited_one_by_one(names: list[str]) -> Any:
    jobs = []
    for name in names:
        job = load(name)
        jobs.append(job)
    return [await job for job in jobs]


@router.get("/102")
async def replaced_one_by_one(names: list[str]) -> Any:
    jobs = []
    for name in names:
        job = load(name)
        jobs.append(job)
    await wait_for_all(jobs)
    return jobs


async def wait_for_all(jobs: list[Any]) -> None:
    jobs[:] = await asyncio.gather(*jobs)


@router.get("/103")
async def put_elsewhere(names: list[str]) -> Any:
    jobs = Jobs()
    for name in names:
        job = load(name)
        jobs.append(job)
    return jobs


class Jobs(dict[str, str]):
    def append(self, job: Any) -> None:
        job.close()


async def collected_for_its_callers(names: list[str]) -> list[Any]:
    jobs = []
    for name in names:
        job = load(name)
        jobs.append(job)
    return jobs


@router.get("/104")
async def for_whom(names: list[str]) -> Any:
    return await asyncio.gather(*await collected_for_its_callers(names))


async def not_found(name: str) -> HTTPException:
    return HTTPException(404, f"There is no {name}")


@router.get("/105/{name}")
async def answers_500(name: str) -> None:
    if name == "a":
        raise not_found(name)  # error: FPI214
    if name == "b":
        error = not_found(name)  # error: FPI214
        raise error
    if name == "c":
        raise HTTPException(404) from not_found(name)  # error: FPI214
    raise await not_found(name)


def raised_in_vain(name: str) -> None:
    with pytest.raises(TypeError):
        raise not_found(name)
