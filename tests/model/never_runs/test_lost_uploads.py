"""Uploads in a model that is read from JSON: nobody can send one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.build import project

ROUTE = """
from typing import Annotated, List, Optional
from fastapi import Body, Depends, FastAPI, File, Form, UploadFile
from pydantic import BaseModel, field_validator

app = FastAPI()

class Base(BaseModel):
    def describe(self): ...
class One(Base):
    file: UploadFile
class Many(Base):
    files: List[UploadFile] = File(...)
class Perhaps(Base):
    file: Optional[UploadFile] = None
class Made(Base):
    file: UploadFile
    @field_validator("file", mode="before")
    def make(cls, value): ...
class Text(Base):
    file: str
    files: list[str]

@app.post("/")
async def write(data: {given}, extra: int = 0):
    {body}
    outside()
"""


def runs(folder: Path, given: str, body: str, line: str = "here()") -> bool:
    text = ROUTE.format(given=given, body=body.replace("\n", "\n    "))
    opened = project(folder, {"app/main.py": text})
    lines = [each.strip() for each in opened.lines]
    return not opened.never_runs(lines.index(line) + 1)


LOOP = "for each in data.files:\n    here()"
TEST = "if data.file:\n    here()"


@pytest.mark.parametrize(
    ("given", "body", "expected"),
    [
        ("One", "here()", False),
        ("One = Body()", "here()", False),
        ("Annotated[One, Body(embed=True)]", "here()", False),
        ("One = Form()", "here()", True),
        ("Annotated[One, Form()]", "here()", True),
        ("One = Depends()", "here()", True),
        ("Made", "here()", True),
        ("Text", "here()", True),
        ("Many", "here()", True),
        ("Many", LOOP, False),
        ("Many", LOOP.replace("here()", "if each:\n        here()"), False),
        ("Annotated[Many, Form()]", LOOP, True),
        ("Many = Depends()", LOOP, True),
        ("Text", LOOP, True),
        ("Many", LOOP.replace("data", "other"), True),
        ("Many", "for each in data.files: ...\nelse:\n    here()", True),
        ("Many", "data = ask()\n" + LOOP, True),
        ("Perhaps", TEST, False),
        ("Perhaps", TEST.replace("data.file", "not data.file"), True),
        ("Perhaps", "if data.file: ...\nelse:\n    here()", True),
        ("Annotated[Perhaps, Form()]", TEST, True),
        ("Text", TEST, True),
    ],
)
def test_uploads_in_json(tmp_path: Path, given: str, body: str, expected: bool) -> None:
    assert runs(tmp_path, given, body) is expected


def test_what_does_not_need_the_upload_runs(tmp_path: Path) -> None:
    assert runs(tmp_path, "Many", LOOP, "outside()")
    assert runs(tmp_path, "One", "here()\nwrite(One(file=open_file()))")
