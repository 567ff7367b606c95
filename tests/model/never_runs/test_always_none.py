"""Branches for a global name that is something, where all that is bound to it is None."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.build import project

SPEECH = """
from fastapi import FastAPI, HTTPException
{before}
app = FastAPI()
{bound}

@app.on_event("startup")
def start():
    global speech
    {set_again}

@app.post("/")
def listen():
    {test}
    here()
"""
LEFT = "if not speech: raise HTTPException(503)"
NONE = "speech: Speech | None = None"


def runs(folder: Path, files: dict[str, str] | None = None, **parts: str) -> bool:
    folder.mkdir(exist_ok=True)
    given = {"before": "", "bound": NONE, "set_again": "speech = None", "test": LEFT, **parts}
    text = SPEECH.format(**given)
    opened = project(folder, {"app/main.py": text, **(files or {})})
    return not opened.never_runs(text[: text.index("here()")].count("\n") + 1)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({}, False),
        ({"bound": "speech = None"}, False),
        ({"set_again": "pass"}, False),
        ({"test": "if speech is None: raise HTTPException(503)"}, False),
        ({"test": "if speech: raise HTTPException(503)"}, True),
        ({"test": "if not speech: print(1)"}, True),
        ({"test": f"speech = make()\n    {LEFT}"}, True),
        ({"set_again": "speech = make()"}, True),
        ({"bound": "speech = make()"}, True),
        ({"bound": f"{NONE}\nif LOUD: speech = make()"}, True),
        ({"bound": f"{NONE}\nglobals()['speech'] = make()"}, True),
        ({"before": "from app.more import *", "bound": ""}, True),
    ],
)
def test_in_one_file(tmp_path: Path, parts: dict[str, str], expected: bool) -> None:
    assert runs(tmp_path, {"app/more.py": ""}, **parts) is expected


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("app/make.py", "from app import main\nmain.speech = make()", True),
        ("app/make.py", "import app.main as here\nhere.speech = make()", True),
        ("app/make.py", "from app import main\nsetattr(main, 'speech', make())", True),
        ("app/make.py", "from app.main import speech\nprint(speech)", False),
        ("tests/test_it.py", "monkeypatch.setattr(main, 'speech', make())", False),
    ],
)
def test_other_files(tmp_path: Path, file: str, text: str, expected: bool) -> None:
    assert runs(tmp_path, {file: text}) is expected
