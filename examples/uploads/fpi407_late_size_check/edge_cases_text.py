"""Uploads whose text has a limit."""

from fastapi import APIRouter, HTTPException, Request, UploadFile

router = APIRouter()
LIMIT = 1024 * 1024


@router.post("/1")
async def at_once(file: UploadFile) -> int:
    text = (await file.read()).decode()  # error: FPI407
    if len(text) > LIMIT:
        raise HTTPException(413)
    return text.count("\n")


@router.post("/2")
async def in_steps(file: UploadFile) -> int:
    content = await file.read()  # error: FPI407
    text = content.decode("utf-8")
    if len(text) > LIMIT:
        raise HTTPException(413)
    return text.count("\n")


@router.post("/3")
async def known_before(file: UploadFile) -> int:
    if file.size is None or file.size > LIMIT:
        raise HTTPException(413)
    content = await file.read()
    text = content.decode("utf-8")
    if len(text) > LIMIT:
        raise HTTPException(413)
    return text.count("\n")


@router.post("/4")
async def length_of_a_part(file: UploadFile) -> int:
    content = await file.read()
    name = content[:100].decode("utf-8")
    if len(name) > LIMIT:
        raise HTTPException(413)
    return len(content)


@router.post("/raw")
async def raw(request: Request) -> int:
    return len(await _body(request))


async def _body(request: Request) -> bytes:
    """Uploads never get here: their requests have no body any more."""
    if int(request.headers.get("content-length", 0)) > LIMIT:
        raise HTTPException(413)
    return b"".join([chunk async for chunk in request.stream()])
