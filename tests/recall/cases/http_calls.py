"""Synchronous HTTP clients, by every name they go by."""

import asyncio
import http.client
import urllib.request
from typing import Annotated
from urllib import request as urlrequest

import httpx
import requests
import urllib3
from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException
from fastapi.concurrency import run_in_threadpool
from fastapi.security import OAuth2PasswordBearer
from requests import Session as HttpSession

app = FastAPI()
router = APIRouter()
session = HttpSession()
oauth2 = OAuth2PasswordBearer("token")
async_client = httpx.AsyncClient()
sync_client = httpx.Client(timeout=5)
URL = "https://api.example"


@router.get("/get")
async def get() -> object:
    return requests.get(URL, timeout=5).json()  # blocks: http


@router.get("/get-twin")
async def get_twin() -> object:
    return (await async_client.get(URL)).json()


@router.post("/post")
async def post(payload: dict[str, str]) -> int:
    if not payload:
        raise HTTPException(400)
    answer = requests.post(f"{URL}/items", json=payload)  # blocks: http
    return answer.status_code


@router.delete("/delete")
async def delete() -> None:
    session.delete(URL)  # blocks: http


@router.delete("/delete-twin")
def delete_twin() -> None:
    session.delete(URL)


@router.get("/stdlib")
async def stdlib() -> bytes:
    with urllib.request.urlopen(URL) as page:  # blocks: http
        return page.read()


@router.get("/stdlib-alias")
async def stdlib_alias() -> None:
    urlrequest.urlretrieve(URL, "page.html")  # blocks: http


@router.get("/stdlib-twin")
async def stdlib_twin() -> bytes:
    return await run_in_threadpool(lambda: urllib.request.urlopen(URL).read())


@router.get("/low")
async def low() -> None:
    connection = http.client.HTTPConnection("api.example")
    connection.request("GET", "/")  # blocks: http


@router.get("/pool")
async def pool() -> int:
    manager = urllib3.PoolManager()
    return manager.request("GET", URL).status  # blocks: http


@router.get("/httpx")
async def httpx_top_level() -> str:
    return httpx.get(URL).text  # blocks: http


@router.get("/httpx-client")
async def httpx_client() -> str:
    return sync_client.get(URL).text  # blocks: http


@router.get("/httpx-with")
async def httpx_with() -> str:
    with httpx.Client() as client:
        return client.post(URL).text  # blocks: http


@router.get("/httpx-with-twin")
async def httpx_with_twin() -> str:
    async with httpx.AsyncClient() as client:
        return (await client.post(URL)).text


@router.get("/stream")
async def stream() -> int:
    with sync_client.stream("GET", URL) as answer:  # blocks: http
        return sum(len(chunk) for chunk in answer.iter_bytes())


@router.get("/stream-twin")
async def stream_twin() -> int:
    async with async_client.stream("GET", URL) as answer:
        return sum([len(chunk) async for chunk in answer.aiter_bytes()])


async def current_user(token: Annotated[str, Depends(oauth2)]) -> str:
    answer = requests.get(f"{URL}/me", headers={"authorization": token})  # blocks: http
    return answer.json()["name"]


def current_user_twin(token: Annotated[str, Depends(oauth2)]) -> str:
    answer = requests.get(f"{URL}/me", headers={"authorization": token})
    return answer.json()["name"]


@router.get("/me")
def me(
    a: Annotated[str, Depends(current_user)], b: Annotated[str, Depends(current_user_twin)]
) -> str:
    return a + b


class Turnstile:
    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.http = requests.Session()

    async def __call__(self, token: Annotated[str, Header()]) -> bool:
        return self.http.post(URL, data={"token": token}).ok  # blocks: http


class TurnstileTwin:
    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.http = requests.Session()

    def __call__(self, token: Annotated[str, Header()]) -> bool:
        return self.http.post(URL, data={"token": token}).ok


@router.post("/form", dependencies=[Depends(Turnstile("a")), Depends(TurnstileTwin("a"))])
async def form() -> None: ...


def fetch(path: str) -> dict[str, str]:
    return requests.get(URL + path).json()


def fetch_name(path: str) -> str:
    return fetch(path)["name"]


def fetch_names(paths: list[str]) -> list[str]:
    return [fetch_name(path) for path in paths]


@router.get("/depth")
async def depth() -> None:
    fetch("/a")  # blocks: http
    fetch_name("/a")  # blocks: http
    names = fetch_names(["/a", "/b"])  # blocks: http
    print(names)


@router.get("/depth-twin")
async def depth_twin() -> list[object]:
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, fetch, "/a")
    await asyncio.to_thread(fetch_names, ["/a"])
    return await asyncio.gather(*(asyncio.to_thread(fetch_name, path) for path in "ab"))


@router.get("/default-argument")
async def parsed_argument() -> int:
    return len(str(fetch("/a")))  # blocks: http


@router.get("/conditional")
async def conditional(fresh: bool = False) -> object:
    return fetch("/a") if fresh else {}  # blocks: http


class Base:
    url = URL

    def call(self, path: str) -> object:
        return requests.put(self.url + path)


class Derived(Base):
    def call_all(self) -> object:
        return super().call("/all")


derived = Derived()


@router.put("/derived")
async def use_derived() -> None:
    derived.call_all()  # blocks: http
    derived.call("/one")  # blocks: http
    await asyncio.to_thread(derived.call_all)


app.include_router(router)
