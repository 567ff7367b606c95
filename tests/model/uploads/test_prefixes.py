"""Names of clients behind a prefix, however the path is put together."""

from __future__ import annotations

import time

import pytest

from flake8_fastapi.model import ClientNamedFile
from tests.model.build import module

BEFORE = "from fastapi import FastAPI, UploadFile\napp = FastAPI()\n@app.post('/')\n"


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("f'uploads/{file.filename}'", True),
        ("f'uploads/a_{file.filename}'", False),
        ("'uploads/a_' + file.filename", False),
        ("'uploads/a_' + file.filename.lower()", False),
        ("'uploads/' + file.filename", True),
        ("'uploads/%s' % file.filename", True),
        ("os.path.join('uploads', file.filename)", True),
        ("os.path.join('uploads', 'a_' + file.filename)", False),
        ("os.path.join('a_', file.filename)", True),
        ("f'{folder}{file.filename}'", True),
        ("f'a_{file.filename}' if new else file.filename", True),
        ("f'a_{file.filename}' if new else f'b_{file.filename}'", False),
    ],
)
def test_what_stands_before_a_name(path: str, found: bool) -> None:
    body = f"def save(file: UploadFile, new: bool):\n    open({path}, 'wb')\n"
    opened = module(f"import os\n{BEFORE}{body}")
    assert bool(list(opened.each(ClientNamedFile))) is found


def test_a_path_of_many_ways_takes_no_time() -> None:
    body = "def save(file: UploadFile, new: bool):\n    name = 'a_' + file.filename\n"
    body += "    if new:\n        name = f'{name}{name}{name}{name}'\n" * 6
    opened = module(f"{BEFORE}{body}    open(name, 'wb')\n")
    started = time.process_time()
    assert len(list(opened.each(ClientNamedFile))) <= 1
    assert time.process_time() - started < 5
