"""Branches for a name that is None, behind a line that would have failed for None."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.build import project

MAIN = """
from fastapi import FastAPI, HTTPException
app = FastAPI()
def find(number): ...
@app.get('/{{number}}')
def read(number: int, again: bool):
    item = find(number)
{}
"""


def runs(folder: Path, body: str) -> bool:
    text = MAIN.format("\n".join(f"    {line}" for line in body.splitlines()))
    opened = project(folder, {"app/main.py": text})
    (line,) = (number for number, each in enumerate(opened.lines, 1) if "raise" in each)
    return not opened.never_runs(line)


@pytest.mark.parametrize(
    "body",
    [
        "owner = find(item.owner)\nif not item:\n    raise HTTPException(404)",
        "owner = find(item.owner)\nif item is None:\n    print()\n    raise HTTPException(404)",
        "with item.lock:\n    if not item:\n        raise HTTPException(404)",
        "find(item.owner)\nif again:\n    if not item:\n        raise HTTPException(404)",
        "if again:\n    find(item.owner)\n    if not item:\n        raise HTTPException(404)",
        "find(item['owner'])\nif not item:\n    raise HTTPException(404)",
        "find(item.owner)\nif item:\n    print()\nelse:\n    raise HTTPException(404)",
        "find(item.owner)\nif item is not None:\n    pass\nelse:\n    raise HTTPException(404)",
    ],
)
def test_nothing_runs_there(tmp_path: Path, body: str) -> None:
    assert not runs(tmp_path, body)


@pytest.mark.parametrize(
    "body",
    [
        "if not item:\n    raise HTTPException(404)\nfind(item.owner)",
        "item.sort()\nif not item:\n    raise HTTPException(404)",  # of a list, which is empty
        "item.owner = 1\nif not item:\n    raise HTTPException(404)",
        "if again:\n    find(item.owner)\nif not item:\n    raise HTTPException(404)",
        "if item and item.owner:\n    return\nif not item:\n    raise HTTPException(404)",
        "if item is None or item.owner:\n    print()\nif not item:\n    raise HTTPException(404)",
        "find(again and item.owner)\nif not item:\n    raise HTTPException(404)",
        "find(item.owner)\nitem = find(1)\nif not item:\n    raise HTTPException(404)",
        "find(item.owner)\nif not item.owner:\n    raise HTTPException(404)",
        "find(item.owner)\nif item:\n    raise HTTPException(409)",
        "find(item.owner)\nif not item or again:\n    raise HTTPException(404)",
        "try:\n    find(item.owner)\nexcept AttributeError:\n    pass\n"
        "if not item:\n    raise HTTPException(404)",
        "find(item[again])\nif not item:\n    raise HTTPException(404)",
        "item['owner'] = 1\nif not item:\n    raise HTTPException(404)",
        "find(item.owner)\nif item is None:\n    pass\nelse:\n    raise HTTPException(409)",
        "find(item.owner)\nif not item:\n    pass\nelse:\n    raise HTTPException(409)",
    ],
)
def test_something_may(tmp_path: Path, body: str) -> None:
    assert runs(tmp_path, body)
