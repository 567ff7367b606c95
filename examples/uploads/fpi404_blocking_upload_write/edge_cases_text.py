"""Uploads that are written as text."""

from pathlib import Path

from anyio import Path as AsyncPath
from fastapi import APIRouter, HTTPException, UploadFile

router = APIRouter()
folder = Path("pages")
LIMIT = 1024 * 1024


@router.post("/1")
async def at_once(file: UploadFile) -> None:
    page = (await file.read()).decode("utf-8")
    (folder / "a.html").write_text(page, encoding="utf-8")  # error: FPI404


@router.post("/2")
async def in_steps(file: UploadFile) -> int:
    content = await file.read()
    page = content.decode()
    (folder / "a.html").write_text(page)  # error: FPI404
    return len(content)


@router.post("/3")
async def with_a_limit(file: UploadFile) -> None:
    content = await file.read()
    page = content.decode()
    if len(page) > LIMIT:  # FPI407 speaks of that
        raise HTTPException(413)
    (folder / "a.html").write_text(page)


@router.post("/4")
async def first_line(file: UploadFile) -> None:
    line = (await file.read()).decode().partition("\n")[0]
    (folder / "a.txt").write_text(line)


@router.post("/5")
async def title(file: UploadFile) -> None:
    title = title_of(await file.read())
    (folder / "a.txt").write_text(title)


@router.post("/6")
async def elsewhere(file: UploadFile) -> None:
    page = (await file.read()).decode()
    await (AsyncPath("pages") / "a.html").write_text(page)


@router.post("/7")
def in_a_thread(file: UploadFile) -> None:
    page = file.file.read().decode()
    (folder / "a.html").write_text(page)


def title_of(page: bytes) -> str:
    return page.decode().partition("<title>")[2].partition("</title>")[0]
