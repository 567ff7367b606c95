"""Branches for a name that is None, behind a test that has left for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.build import project

MAIN = """
from fastapi import FastAPI, HTTPException, Request
app = FastAPI()
@app.get('/')
async def read(request: Request):
    key, nonce = request.headers.get("key"), request.headers.get("nonce")
    {}
    if {}:
        raise HTTPException(401)
"""


@pytest.mark.parametrize(
    ("before", "test", "runs"),
    [
        ("if not all([key, nonce]): return", "key is None or nonce is None", False),
        ("if not all((key, nonce)): return", "nonce is None", False),
        ("if not key: return", "key is None", False),
        ("if key is None: return", "key is None", False),
        ("if not (key and nonce): return", "key is None", False),
        ("if not key or not nonce: return", "key is None or nonce is None", False),
        ("if not key: return", "key is None or nonce is None", True),
        ("if not any([key, nonce]): return", "key is None", True),
        ("if not (key or nonce): return", "key is None", True),
        ("if not key and not nonce: return", "key is None", True),
        ("if not key: print()", "key is None", True),
        ("if key: return", "key is None", True),
        ("if not key: return", "not key", True),  # another thing may become empty
        ("if not key: return", "key is None or request", True),
        ("if not key: return\n    key = None", "key is None", True),
        ("if nonce:\n        if not key: return", "key is None", True),
    ],
)
def test_what_has_been_asked(tmp_path: Path, before: str, test: str, runs: bool) -> None:
    opened = project(tmp_path, {"app/main.py": MAIN.format(before, test)})
    (line,) = (number for number, each in enumerate(opened.lines, 1) if "raise" in each)
    assert opened.never_runs(line) is not runs


def test_in_a_loop_it_may_be_another_one(tmp_path: Path) -> None:
    loop = (
        "if not key: return\n    for nonce in request.headers:\n"
        "        if key is None:\n            raise HTTPException(401)\n        {}"
    )
    for name, then, runs in (("other", "key = nonce", True), ("same", "print()", False)):
        text = MAIN.format(loop.format(then), "key")
        (tmp_path / name).mkdir()
        opened = project(tmp_path / name, {"app/main.py": text})
        line = next(number for number, each in enumerate(opened.lines, 1) if "raise" in each)
        assert opened.never_runs(line) is not runs
