import functools
from functools import lru_cache, lru_cache as remember
from typing import Annotated, Any

import cachetools
import httpx
from async_lru import alru_cache
from cachetools import TTLCache, cached, cachedmethod
from cachetools.func import ttl_cache
from fastapi import APIRouter, Depends, Request
from somewhere import run_sync, unknown
from sqlalchemy.orm import Session

router = APIRouter()


class Service:
    @lru_cache  # error: FPI113
    async def method(self) -> int:
        return 3

    @lru_cache  # error: FPI113
    async def awaited(self, name: str) -> str:
        return name

    @cachedmethod(lambda self: self.kept)  # error: FPI113
    async def kept_by_itself(self) -> int:
        return 3

    @lru_cache
    async def of_another(self) -> int:  # each request has a service of its own
        return 3

    @lru_cache
    async def of_a_session(self, session: Session) -> int:
        return 3


@functools.lru_cache(maxsize=3)  # error: FPI113
async def called():
    return 3


@remember  # error: FPI113
async def async_generator():
    yield 3


@cached(cache=TTLCache(maxsize=10, ttl=60))  # error: FPI113
async def for_a_minute():
    return 3


@cachetools.cached({})  # error: FPI113
async def with_a_dict(name: str):
    return name


@ttl_cache(ttl=60)  # error: FPI113
def a_generator():
    yield 3


@functools.cache  # error: FPI113
async def by_scalars(name: str, *, page: int = 1):
    return name * page


@lru_cache  # error: FPI113
async def awaited_by_hand():
    return 3


@lru_cache  # error: FPI113
async def awaited_by_a_helper(name: str):
    return name


async def helps():
    return await awaited_by_a_helper("a")


@cached({}, key=unknown)
async def by_another_key():
    return 3


@cached({})
def plainly_kept():
    return 3


@lru_cache
async def awaited_at_start():
    return 3


@lru_cache
async def awaited_once():
    return 3


@lru_cache
async def of_the_request(request: Request):
    return request.url


@unknown
@lru_cache
async def made_another():
    return 3


@lru_cache
async def awaited_by_a_cached_one():
    return 3


@alru_cache
async def keeps_the_result():
    return await awaited_by_a_cached_one()


kept = None


@router.get("/by-hand")
async def awaits_by_hand(request: Request):
    global kept
    if kept is None:
        kept = await awaited_once()
    await of_the_request(request)
    await service.awaited("a")
    await service.kept_by_itself()
    await service.of_a_session(request.state.session)
    await Service().of_another()
    await with_a_dict("a")
    await made_another()
    await keeps_the_result()
    return await awaited_by_hand() + await helps()


async def start(app: object):
    await awaited_at_start()
    yield


router.lifespan_context = start


@lru_cache
def plain():
    return 3


@alru_cache
async def for_async():
    return 3


@lru_cache
@run_sync
async def made_plain():
    return 3


@lru_cache
async def of_request(request: Request):
    return request.url


@lru_cache
async def of_another(value: Annotated[Any, Depends(plain)]):
    return value


@lru_cache
async def of_many(*values: str):
    return values


@lru_cache
async def not_a_dependency():
    return 3


@unknown
async def decorated():
    return 3


service = Service()


def get_client(request: Request) -> httpx.AsyncClient:
    return request.app.state.client


def get_mapping(request: Request) -> dict[str, str]:
    return request.app.state.mapping


def get_own_client(request: Request) -> httpx.AsyncClient:
    return request.state.client


def get_new_client() -> httpx.AsyncClient:
    return httpx.AsyncClient()


@lru_cache  # error: FPI113
async def by_the_one_client(client: Annotated[httpx.AsyncClient, Depends(get_client)], page: int):
    return await client.get("/", params={"page": page})


@lru_cache
async def by_a_mapping(mapping: Annotated[dict[str, str], Depends(get_mapping)]):
    return mapping


@lru_cache
async def by_a_client_of_the_request(client: httpx.AsyncClient = Depends(get_own_client)):
    return await client.get("/")


@lru_cache
async def by_a_new_client(client: httpx.AsyncClient = Depends(get_new_client)):
    return await client.get("/")


@router.get("/route")
@lru_cache  # error: FPI113
async def route():
    return 3


@router.get("/sync")
@lru_cache
def sync_route():
    return 3


@lru_cache
@router.get("/outside")
async def cached_outside():
    return 3


@router.get("/")
def read(
    a: Annotated[Any, Depends(called)],
    b: Annotated[Any, Depends(async_generator)],
    c: Annotated[Any, Depends(by_scalars)],
    d: Annotated[Any, Depends(plain)],
    e: Annotated[Any, Depends(for_async)],
    f: Annotated[Any, Depends(made_plain)],
    g: Annotated[Any, Depends(of_request)],
    h: Annotated[Any, Depends(of_another)],
    i: Annotated[Any, Depends(service.method)],
    j: Annotated[Any, Depends(decorated)],
    k: Annotated[Any, Depends(of_many)],
    l: Annotated[Any, Depends(for_a_minute)],
    m: Annotated[Any, Depends(a_generator)],
    n: Annotated[Any, Depends(by_another_key)],
    o: Annotated[Any, Depends(plainly_kept)],
    p: Annotated[Any, Depends(Service().of_another)],
    q: Annotated[Any, Depends(by_the_one_client)],
    r: Annotated[Any, Depends(by_a_mapping)],
    s: Annotated[Any, Depends(by_a_client_of_the_request)],
    t: Annotated[Any, Depends(by_a_new_client)],
) -> None: ...
