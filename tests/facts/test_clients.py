"""What a client built per request costs, and what a shared one saves (facts: pooling)."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import ModuleType

import httpx
import httpx2
import pytest


class Server(ThreadingHTTPServer):
    """Answers every request, keeps connections alive and counts them."""

    connections = 0

    def get_request(self) -> tuple[object, object]:  # type: ignore[override]
        self.connections += 1
        return super().get_request()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("library", [httpx, httpx2], ids=["httpx", "httpx2"])
def test_client_per_request_connects_every_time(server: Server, library: ModuleType) -> None:
    url = f"http://127.0.0.1:{server.server_port}/"

    async def client_per_request() -> None:
        for _ in range(3):
            async with library.AsyncClient(trust_env=False) as client:
                await client.get(url)

    asyncio.run(client_per_request())
    assert server.connections == 3


@pytest.mark.parametrize("library", [httpx, httpx2], ids=["httpx", "httpx2"])
def test_shared_client_connects_once(server: Server, library: ModuleType) -> None:
    url = f"http://127.0.0.1:{server.server_port}/"

    async def shared_client() -> None:
        async with library.AsyncClient(trust_env=False) as client:
            for _ in range(3):
                await client.get(url)

    asyncio.run(shared_client())
    assert server.connections == 1


@pytest.mark.parametrize("library", [httpx, httpx2], ids=["httpx", "httpx2"])
def test_building_a_client_prepares_tls_each_time(
    monkeypatch: pytest.MonkeyPatch, library: ModuleType
) -> None:
    prepared = 0
    original: Callable[..., ssl.SSLContext] = ssl.SSLContext.__new__

    def counted(*args: object, **kwargs: object) -> ssl.SSLContext:
        nonlocal prepared
        prepared += 1
        return original(*args, **kwargs)

    monkeypatch.setattr(ssl.SSLContext, "__new__", counted)
    for expected in (1, 2):
        library.AsyncClient(trust_env=False)
        assert prepared >= expected
