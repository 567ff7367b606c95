"""Async helpers that are given what they call: `await retry(client.search)`."""

from __future__ import annotations

import pytest

from tests.model.build import module
from tests.model.event_loop.blocked import IMPORTS, blocked

SOURCE = """
def plain(): return 1
def sends(): return requests.get("https://example.org")
async def asks(): ...

async def retry({parameters}):
    return {calls}

@app.get("/")
async def read(unknown, client: httpx.AsyncClient):
    {given}
"""


@pytest.mark.parametrize(
    "given",
    [
        "await retry(requests.get)",
        "await retry(requests.get, 'https://example.org', **unknown)",
        "await retry(requests.get)\n    await retry(sends)",
        "await retry(sends)",
        "await retry(ask=lambda: requests.get('https://example.org'))",
        "def send(): return sends()\n    await retry(send)",
    ],
)
@pytest.mark.parametrize(
    "parameters", ["ask, *args, **more", "ask: Callable[..., str], *args, **more"]
)
def test_what_calls_a_function_that_blocks_whoever_gives_it(given: str, parameters: str) -> None:
    source = SOURCE.format(parameters=parameters, calls="ask(*args)", given=given)
    opened = module(f"{IMPORTS}from collections.abc import Callable\n{source}")
    assert [(name, where) for name, where, _ in blocked(opened)] == [("requests.get", "retry")]


@pytest.mark.parametrize(
    ("calls", "given"),
    [
        ("ask()", "await retry(plain)"),
        ("ask()", "await retry(unknown)"),
        ("ask()", "await retry(requests.get)\n    await retry(unknown)"),
        ("ask()", "await retry(requests.get)\n    await retry(plain)"),
        ("ask()", "await retry(requests.get)\n    await retry(asks)"),
        ("ask()", "await retry(requests.get)\n    await retry(*unknown)"),
        ("ask()", "await retry(client.get)"),
        ("await ask()", "await retry(requests.get)"),
        ("await run_in_threadpool(ask)", "await retry(requests.get)"),
        ("(lambda ask: ask())(plain)", "await retry(requests.get)"),
        ("ask()", "retry.later = requests.get"),
    ],
)
def test_what_may_be_given_something_else(calls: str, given: str) -> None:
    source = SOURCE.format(parameters="ask", calls=calls, given=given)
    assert blocked(module(IMPORTS + source)) == []


def test_a_function_that_may_be_left_out() -> None:
    source = """
async def save(check=None):
    if check:
        check()

@app.get("/")
async def read():
    await save()
    await save(lambda: requests.get("https://example.org"))
"""
    assert [(name, where) for name, where, _ in blocked(module(IMPORTS + source))] == [
        ("requests.get", "save")
    ]
