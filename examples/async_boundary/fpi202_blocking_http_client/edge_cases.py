import asyncio
import http.client
import os
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any
from urllib.request import Request as UrlRequest
from urllib.request import urlopen

import httpx
import httpx2
import requests
import requests as rq
import urllib3
from aiohttp import ClientSession
from google.auth.transport.requests import Request as AuthRequest
from google_auth_oauthlib.flow import Flow
from fastapi import Depends, FastAPI, Request
from fastapi.concurrency import contextmanager_in_threadpool, run_in_threadpool
from httpx import AsyncClient, Client
from jwt import PyJWKClient
from pydantic import BaseModel, field_validator
from requests import Session, post
from requests.adapters import HTTPAdapter
from starlette.testclient import TestClient

app = FastAPI()
requester = requests.Session()
requester.mount("https://", HTTPAdapter(max_retries=3))
pool = urllib3.PoolManager()
shared = AsyncClient()


@app.get("/names")
async def names() -> None:
    rq.get("https://a.example")  # error: FPI202
    post("https://a.example")  # error: FPI202
    requests.request("GET", "https://a.example")  # error: FPI202
    requests.api.put("https://a.example")  # error: FPI202
    httpx.get("https://a.example")  # error: FPI202
    httpx2.get("https://a.example")  # error: FPI202
    urlopen("https://a.example")  # error: FPI202
    urllib.request.urlretrieve("https://a.example", "a.html")  # error: FPI202
    await asyncio.sleep(0)


@app.get("/values")
async def values() -> None:
    requester.get("https://a.example")  # error: FPI202
    pool.request("GET", "https://a.example")  # error: FPI202
    session = Session()
    session.headers["accept"] = "application/json"
    session.put("https://a.example")  # error: FPI202
    with Client() as client:
        client.get("https://a.example")  # error: FPI202
    with requests.Session() as other:
        other.delete("https://a.example")  # error: FPI202
    connection = http.client.HTTPSConnection("a.example")
    del connection


@app.get("/connection")
async def connection() -> bytes:
    from http.client import HTTPSConnection

    server = HTTPSConnection("a.example")
    server.request("GET", "/")  # error: FPI202
    return server.getresponse().read()  # error: FPI202


@app.get("/streams")
async def streams() -> None:
    with httpx.stream("GET", "https://a.example") as response:  # error: FPI202
        response.read()


@app.get("/direct")
async def direct() -> int:
    return Client().get("https://a.example").status_code  # error: FPI202


@app.get("/annotated")
async def annotated(client: Annotated[Client, Depends(Client)]) -> int:
    return client.get("https://a.example").status_code  # error: FPI202


def get_session() -> Session:
    return requester


async def get_async() -> AsyncIterator[AsyncClient]:
    async with AsyncClient() as client:
        yield client


@app.get("/injected")
async def injected(session=Depends(get_session), client=Depends(get_async)) -> None:
    session.get("https://a.example")  # error: FPI202
    await client.get("https://a.example")


# ---- the innocent ---------------------------------------------------------------------------


@app.get("/awaited")
async def awaited(request: Request) -> None:
    await shared.get("https://a.example")
    async with AsyncClient() as client:
        await client.get("https://a.example")
        tasks = [client.get("https://a.example") for _ in range(3)]
        await asyncio.gather(*tasks)
    async with ClientSession() as session:
        async with session.get("https://a.example") as response:
            await response.text()
    await request.app.state.client.get("https://a.example")


@app.get("/misleading")
async def misleading(client: Client) -> None:
    await client.get("https://a.example")  # annotated wrongly: what is awaited does not block


@app.get("/called-so")
async def called_so(requests: dict[str, str], session: dict[str, str]) -> str:
    return requests.get("a", "") + session.get("b", "")


@app.get("/built")
async def built() -> str:
    prepared = requests.Request("GET", "https://a.example").prepare()
    session = requests.Session()
    session.headers.update({"a": "b"})
    session.close()
    request = UrlRequest("https://a.example")
    return f"{prepared.url} {request.full_url} {requests.codes.ok} {httpx.URL('a').host}"


@app.get("/errors")
async def errors() -> None:
    try:
        await shared.get("https://a.example")
    except (requests.RequestException, httpx.HTTPError):
        raise requests.HTTPError from None


@app.get("/handed-over")
async def handed_over() -> None:
    await run_in_threadpool(requests.get, "https://a.example")
    await asyncio.to_thread(requester.get, "https://a.example")
    await asyncio.to_thread(lambda: requests.get("https://a.example"))
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, urlopen, "https://a.example")
    futures = [loop.run_in_executor(None, requests.get, url) for url in ("a", "b")]
    await asyncio.gather(*futures)


@app.get("/threaded")
def threaded() -> int:
    return requests.get("https://a.example", timeout=1).status_code


async def try_it() -> None:
    TestClient(app).get("/threaded")


class Api:
    def __init__(self, session: requests.Session | None = None) -> None:
        self.session = session or requests.Session()
        self.client = AsyncClient()
        self.pages: dict[str, str] = {}

    def fetch(self, path: str) -> Any:
        return self.session.get(path).json()

    async def fetch_later(self, path: str) -> Any:
        return (await self.client.get(path)).json()

    async def fetch_now(self, path: str) -> Any:
        return self.fetch(path)  # error: FPI202

    async def fetch_in_thread(self, path: str) -> Any:
        return await asyncio.to_thread(self.fetch, path)

    async def known(self, path: str) -> str | None:
        return self.pages.get(path)

    def pages_of(self, paths: list[str]) -> Iterator[Any]:
        for path in paths:
            yield self.fetch(path)


api = Api()


@app.get("/api")
async def use_api() -> list[Any]:
    api.fetch("/a")  # error: FPI202
    await api.fetch_later("/a")
    await api.fetch_now("/a")
    await run_in_threadpool(api.fetch, "/a")
    return [page for page in api.pages_of(["/a"])]  # error: FPI202


@app.get("/page-after-page")
async def use_page_after_page() -> list[Any]:
    await api.fetch_later("/a")
    pages = api.pages_of(["/a"])  # error: FPI202
    found = []
    for page in pages:
        found.append(page)
    return found


@app.get("/all-pages")
async def use_all_pages() -> list[Any]:
    await api.fetch_later("/a")
    return list(api.pages_of(["/a"]))  # error: FPI202


class Answer(BaseModel):
    url: str

    @field_validator("url")
    @classmethod
    def answers(cls, url: str) -> str:
        requests.head(url, timeout=5).raise_for_status()  # no route parses it
        return url


flow = Flow.from_client_secrets_file("secrets.json", scopes=["openid"])


@app.get("/login")
async def log_in(url: str) -> str:
    flow.fetch_token(authorization_response=url)  # error: FPI202
    return str(flow.credentials.token)


# ---- whatever is refreshed with a request of Google's ---------------------------------------


def refreshed(credentials):
    credentials.refresh(AuthRequest())
    return credentials.token


@app.get("/google-token")
async def google_token(session: Any) -> str:
    credentials, _ = load_credentials()
    credentials.refresh(AuthRequest())  # error: FPI202
    session.refresh(credentials)
    credentials.apply({}, AuthRequest())
    return await run_in_threadpool(refreshed, credentials)


@app.get("/google-token/through-a-helper")
async def google_token_through_helper() -> str:
    return refreshed(load_credentials()[0])  # error: FPI202


# ---- what is fetched the first time, and found as a file of the code from then on ---------------

STATIC = Path(__file__).parent / "static"
LOGO = STATIC / "logo.svg"


def fetched(url: str, path: Path) -> bytes:
    if not path.exists():
        path.write_bytes(requests.get(url).content)
    return b"..."


def fetched_to(path: str) -> str:
    if os.path.isfile(path):
        return path
    with open(path, "wb") as target:
        target.write(requests.get("https://example.com/").content)
    return path


def font() -> bytes:
    path = "fonts/sans.ttf"
    if os.path.exists(path):
        return Path(path).read_bytes()
    content = requests.get("https://example.com/sans.ttf").content
    Path(path).write_bytes(content)
    return content


def latest() -> bytes:
    if os.path.exists("offline"):
        print("as it was fetched before")
    return requests.get("https://example.com/latest").content


@app.get("/fonts")
async def fonts() -> list[bytes]:
    return [
        font(),
        latest(),  # error: FPI202
    ]


@app.get("/vue.js")
async def vue() -> str:
    fetched("https://example.com/vue.js", STATIC / "vue.js")
    return fetched_to("static/more.js")


@app.get("/icons/{name}")
async def icon(name: str) -> str:
    fetched(f"https://example.com/{name}", STATIC / name)  # error: FPI202
    return fetched_to(name)  # error: FPI202


@app.get("/logo")
async def logo(size: int) -> bytes:
    if not LOGO.exists():
        return requests.get("https://example.com/").content
    if LOGO.exists():
        return requests.get("https://example.com/").content  # error: FPI202
    return b""


# ---- an object that gets another method in place of its own -----------------------------------


@app.get("/keys")
async def key_of(token: str, url: str) -> Any:
    async with AsyncClient() as client:
        keys = (await client.get(url)).json()
    client_of_keys = PyJWKClient(url)
    client_of_keys.fetch_data = lambda: keys
    return client_of_keys.get_signing_key_from_jwt(token).key


@app.get("/keys/asked-for")
async def asked_for(token: str, url: str) -> Any:
    client_of_keys = PyJWKClient(url)
    client_of_keys.timeout = 5
    return client_of_keys.get_signing_key_from_jwt(token).key  # error: FPI202


def with_keys(url: str, keys: Any) -> PyJWKClient:
    made = PyJWKClient(url)
    made.fetch_data = lambda: keys
    return made


@app.get("/keys/made-elsewhere")
async def made_elsewhere(token: str, url: str, keys: Any) -> Any:
    return with_keys(url, keys).get_signing_key_from_jwt(token).key


# ---- a block that enters by a request, and in which something is awaited ------------------------


@contextmanager
def announced(what: str) -> Iterator[None]:
    yield
    requests.post("https://example.com/events", json={"what": what}, timeout=5)


@app.delete("/announced")
async def delete_announced() -> None:
    with announced("deleted"):  # error: FPI202
        await asyncio.sleep(0)


@app.put("/announced")
async def put_announced() -> None:
    await asyncio.sleep(0)
    with announced("put"):  # error: FPI202
        print("put")


@app.post("/announced")
async def post_announced() -> None:
    async with contextmanager_in_threadpool(announced("posted")):
        await asyncio.sleep(0)


@app.post("/awaited-in-vain")
async def awaited_in_vain() -> None:
    try:
        await requests.post("https://example.com/visits", timeout=1)  # error: FPI202
    except TypeError:  # it waited by then
        print("not told")


@app.post("/awaited-of-thread")
async def awaited_of_thread() -> None:
    await run_in_threadpool(requests.post, "https://example.com/visits", timeout=1)
