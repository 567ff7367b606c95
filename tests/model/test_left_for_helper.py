"""Helpers that take what is left for them under a global name."""

from __future__ import annotations

import pytest

from flake8_fastapi.model import BlockingCall
from tests.model.build import module

SOURCE = """
import time
from fastapi import FastAPI
app = FastAPI()
given = None

def work():
    print(given)
    time.sleep(1)

def rest():
    time.sleep(1)

@app.post("/")
async def run(key: str):
    {}
"""


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        ("global given\n    given = key\n    work()", False),
        ("global given\n    given = key\n    rest()", True),
        ("global given\n    work()\n    given = key", True),
        ("global given\n    given = key\n    time.sleep(1)", True),
        ("global given\n    given = open('it')\n    work()", True),
        ("given = key\n    work()", True),
        ("work()", True),
    ],
)
def test_what_a_route_leaves(body: str, blocks: bool) -> None:
    assert bool(list(module(SOURCE.format(body)).each(BlockingCall))) is blocks
