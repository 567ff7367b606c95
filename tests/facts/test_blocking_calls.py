"""What clients, locks, hashes and task queues do to the thread that calls them."""

from __future__ import annotations

import asyncio
import hashlib
import smtplib
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from typing import Any

import boto3  # type: ignore[import-untyped]
import kombu.exceptions
import pytest
import redis
from botocore.config import Config  # type: ignore[import-untyped]
from celery import Celery  # type: ignore[import-untyped]
from fastapi.concurrency import run_in_threadpool
from redis.backoff import NoBackoff
from redis.retry import Retry


class Network:
    """Refuses all connections, and notes who wanted one, and from which thread."""

    def __init__(self) -> None:
        self.threads: list[int] = []

    def connect(self, _: socket.socket, __: Any) -> None:
        self.threads.append(threading.get_ident())
        raise ConnectionRefusedError


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    refusing = Network()
    monkeypatch.setattr(socket.socket, "connect", lambda self, to: refusing.connect(self, to))
    return refusing


def s3() -> Any:
    return boto3.client(
        "s3",
        region_name="eu-central-1",
        aws_access_key_id="a",
        aws_secret_access_key="b",
        endpoint_url="http://127.0.0.1:1",
        config=Config(retries={"total_max_attempts": 1}),
    )


# ---- clients: what connects, and where ----------------------------------------------------


def test_making_a_redis_client_connects_nowhere_and_a_command_does(network: Network) -> None:
    client = redis.Redis(host="127.0.0.1", retry=Retry(NoBackoff(), 0))
    pipeline = client.pipeline()
    pipeline.incr("a")
    assert network.threads == []
    with pytest.raises(redis.ConnectionError):
        pipeline.execute()
    assert set(network.threads) == {threading.get_ident()}


def test_presigning_a_url_asks_no_service_and_a_request_does(network: Network) -> None:
    client = s3()
    assert client.generate_presigned_url("get_object", {"Bucket": "a", "Key": "b"})
    assert network.threads == []
    with pytest.raises(Exception, match="Could not connect"):
        client.list_buckets()
    assert set(network.threads) == {threading.get_ident()}


def test_pages_and_keys_are_asked_for_by_whoever_goes_through_them(network: Network) -> None:
    client = s3()
    pages = client.get_paginator("list_objects_v2").paginate(Bucket="a")
    keys = redis.Redis(host="127.0.0.1", retry=Retry(NoBackoff(), 0)).scan_iter("a*")
    assert network.threads == []
    with pytest.raises(Exception, match="Could not connect"):
        list(pages)
    with pytest.raises(redis.ConnectionError):
        list(keys)
    assert set(network.threads) == {threading.get_ident()}


def test_an_smtp_client_with_a_host_connects_as_it_is_made(network: Network) -> None:
    smtplib.SMTP()
    assert network.threads == []
    with pytest.raises(ConnectionRefusedError):
        smtplib.SMTP("127.0.0.1")
    assert network.threads == [threading.get_ident()]


# ---- sockets and pipes: what waits, and what does not -------------------------------------


def test_a_datagram_socket_connects_without_a_word() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # an address that nobody has
        assert probe.getpeername() == ("192.0.2.1", 9)


def test_a_socket_that_does_not_wait_says_so() -> None:
    one, other = socket.socketpair()
    with one, other:
        one.setblocking(False)
        with pytest.raises(BlockingIOError):
            one.recv(1)


def read_all(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout is not None
    return list(process.stdout)


def read_with_iter(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout is not None
    return list(iter(process.stdout.readline, ""))


@pytest.mark.parametrize("read", [read_all, read_with_iter])
def test_the_lines_of_a_process_are_read_until_it_ends(read: Any) -> None:
    program = "import time; print('a', flush=True); time.sleep(0.3); print('b')"
    with subprocess.Popen([sys.executable, "-c", program], stdout=-1, text=True) as process:
        started = time.monotonic()
        assert read(process) == ["a\n", "b\n"]
        assert time.monotonic() - started > 0.25


# ---- hashes -------------------------------------------------------------------------------


def hashed() -> bytes:
    return hashlib.scrypt(b"secret", salt=b"salt", n=2**14, r=8, p=1)


def test_hashing_keeps_the_event_loop_from_all_else_unless_in_a_thread() -> None:
    async def others_run(in_thread: bool) -> bool:
        ran = threading.Event()
        asyncio.get_running_loop().call_soon(ran.set)
        if in_thread:
            await run_in_threadpool(hashed)
        else:
            hashed()
        return ran.is_set()

    assert not asyncio.run(others_run(in_thread=False))
    assert asyncio.run(others_run(in_thread=True))


# ---- locks --------------------------------------------------------------------------------


async def taken_twice(lock: Any) -> tuple[bool, bool]:
    """Whether a second task gets the lock that a first one holds; whether the first went on."""
    went_on = False

    async def first() -> None:
        nonlocal went_on
        with lock:
            await asyncio.sleep(0.01)
            went_on = True

    task = asyncio.create_task(first())
    await asyncio.sleep(0)  # until it has the lock
    got = lock.acquire(timeout=0.2)
    first_went_on = went_on
    if got:
        lock.release()
    await task
    return got, first_went_on


def test_a_lock_held_across_await_stops_the_loop_for_its_holder_too() -> None:
    assert asyncio.run(taken_twice(threading.Lock())) == (False, False)
    assert asyncio.run(taken_twice(threading.Semaphore(1))) == (False, False)


def test_a_reentrant_lock_does_not_tell_tasks_apart() -> None:
    assert asyncio.run(taken_twice(threading.RLock())) == (True, False)


# ---- task queues --------------------------------------------------------------------------


def test_sending_a_task_connects_in_the_thread_that_sends(network: Network) -> None:
    celery = Celery("shop", broker="amqp://127.0.0.1:1")
    celery.conf.broker_transport_options = {"max_retries": 1, "interval_start": 0}

    @celery.task  # type: ignore[untyped-decorator]
    def export() -> None: ...

    export.s()
    assert network.threads == []
    with pytest.raises(kombu.exceptions.OperationalError):
        export.apply_async(retry=False)
    assert set(network.threads) == {threading.get_ident()}


# ---- remedies -----------------------------------------------------------------------------


def test_a_connection_of_sqlite3_belongs_to_the_thread_that_made_it() -> None:
    async def connect() -> None:
        connection = await run_in_threadpool(sqlite3.connect, ":memory:")
        connection.execute("SELECT 1")

    with pytest.raises(sqlite3.ProgrammingError, match="only be used in that same thread"):
        asyncio.run(connect())


def test_the_loop_finds_addresses_by_one_method_and_names_by_another() -> None:
    async def ask() -> tuple[str, str]:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo("127.0.0.1", 80)
        name, _ = await loop.getnameinfo(("127.0.0.1", 80))
        return str(found[0][4][0]), name

    address, name = asyncio.run(ask())
    assert address == "127.0.0.1"
    assert name == socket.getnameinfo(("127.0.0.1", 80), 0)[0]
