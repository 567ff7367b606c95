import asyncio
import gzip
import io
from typing import Annotated

from fastapi import APIRouter, File, HTTPException, UploadFile
from fastapi import UploadFile as Upload

router = APIRouter()
LIMIT = 1024 * 1024


# Alarms


@router.post("/1")
def of_the_file(file: UploadFile) -> int:
    content = file.file.read()  # error: FPI407
    if len(content) > 10 * 1024 * 1024:
        raise HTTPException(413)
    return len(content)


@router.post("/2")
async def without_a_name(file: Upload) -> None:
    if len(await file.read()) > LIMIT:  # error: FPI407
        raise HTTPException(413)
    await file.seek(0)


@router.post("/3")
async def size_by_name(file: Annotated[UploadFile, File()]) -> int:
    content = await file.read()  # error: FPI407
    size = len(content)
    if size >= LIMIT:
        raise HTTPException(413)
    return size


@router.post("/3b")
async def in_megabytes(file: UploadFile) -> int:
    content = await file.read()  # error: FPI407
    if len(content) / 1024 / 1024 > 10:
        raise HTTPException(413)
    return len(content)


@router.post("/3c")
async def in_megabytes_by_name(file: UploadFile) -> float:
    content = await file.read()  # error: FPI407
    megabytes = len(content) / (1024 * 1024)
    if megabytes > 10:
        raise HTTPException(413)
    return megabytes


@router.post("/4")
async def several(files: list[UploadFile]) -> list[str]:
    refused: list[str] = []
    for file in files:
        content = await file.read()  # error: FPI407
        if len(content) > LIMIT:
            refused.append(str(file.filename))
            continue
    return refused


@router.post("/5")
async def turned_round(file: UploadFile) -> bool:
    content = await file.read()  # error: FPI407
    if not content or LIMIT < len(content):
        return False
    return True


@router.post("/6")
async def in_one_go(file: UploadFile) -> bytes:
    if len(content := await file.read()) > LIMIT:  # error: FPI407
        raise HTTPException(413)
    return content[:10]


@router.post("/7")
def written_too(file: UploadFile) -> None:
    """One place, one code: FPI401 says nothing here."""
    content = file.file.read()  # error: FPI407
    size = len(content)
    if size > LIMIT:
        raise HTTPException(413)
    with open("a", "wb") as target:
        target.write(content)


# Innocent: checked before, or read in part


@router.post("/21")
async def checked_before(file: UploadFile) -> int:
    if file.size and file.size > LIMIT:
        raise HTTPException(413)
    content = await file.read()
    if len(content) > LIMIT:
        raise HTTPException(413)
    return len(content)


@router.post("/22")
async def read_in_part(file: UploadFile) -> int:
    content = await file.read(LIMIT + 1)
    if len(content) > LIMIT:
        raise HTTPException(413)
    return len(content)


def check(file: UploadFile) -> None:
    if file.size and file.size > LIMIT:
        raise HTTPException(413)


@router.post("/23")
async def checked_by_a_function(file: UploadFile) -> int:
    check(file=file)
    content = await file.read()
    if len(content) > LIMIT:
        raise HTTPException(413)
    return len(content)


@router.post("/24")
def end_sought(file: UploadFile) -> int:
    file.file.seek(0, 2)
    if file.file.tell() > LIMIT:
        raise HTTPException(413)
    file.file.seek(0)
    content = file.file.read()
    if len(content) > LIMIT:
        raise HTTPException(413)
    return len(content)


@router.post("/25")
async def chunks_counted(file: UploadFile) -> int:
    size = 0
    while chunk := await file.read(65536):
        size += len(chunk)
        if size > LIMIT:
            raise HTTPException(413)
    return size


# Innocent: no limit


@router.post("/31")
async def something_there(file: UploadFile) -> int:
    content = await file.read()
    if len(content) < 100:
        raise HTTPException(400)
    return len(content)


@router.post("/32")
async def more_than_nothing(file: UploadFile) -> int:
    content = await file.read()
    if len(content) > 0:
        return len(content)
    raise HTTPException(400)


@router.post("/33")
async def treated_otherwise(file: UploadFile) -> bytes:
    content = await file.read()
    if len(content) > LIMIT:
        content = content[:LIMIT]
    return content[:10]


@router.post("/34")
async def length_of_something_else(file: UploadFile) -> str:
    content = await file.read()
    lines = content.decode().splitlines()
    if len(lines) > 1000:
        raise HTTPException(400)
    content = content[:10]
    return content.decode()


@router.post("/35")
async def other_content_by_that_name(file: UploadFile) -> int:
    content = await file.read()
    content = content.replace(b"\r\n", b"\n")
    if len(content) > LIMIT:
        raise HTTPException(413)
    return len(content)


# Innocent: no upload


@router.post("/41")
async def bytes_upload(file: Annotated[bytes, File()]) -> int:
    if len(file) > LIMIT:
        raise HTTPException(413)
    return len(file)


def of_a_buffer(file: io.BytesIO) -> int:
    content = file.read()
    if len(content) > LIMIT:
        raise ValueError("too large")
    return len(content)


# What is read is handed to a function that refuses it, or does not


def refuse_long(content: bytes, limit: int = LIMIT) -> None:
    megabytes = len(content) / 1024 / 1024
    if megabytes > limit:
        raise HTTPException(413)


def refuse_short(content: bytes) -> None:
    if len(content) < 1024:
        raise HTTPException(400)


def refuse_many_lines(content: bytes) -> None:
    content = b" ".join(content.splitlines())
    if len(content) > LIMIT:
        raise HTTPException(400)


def is_short(content: bytes) -> bool:
    if len(content) > LIMIT:
        return False
    return True


def refuse_name(content: bytes, name: str) -> None:
    if len(name) > 1000:
        raise HTTPException(400, str(len(content)))


class Checks:
    def size(self, content: bytes) -> None:
        if len(content) > LIMIT:
            raise HTTPException(413)


checks = Checks()


@router.post("/51")
async def refused_by_a_function(file: UploadFile) -> bytes:
    content = await file.read()  # error: FPI407
    refuse_long(content, 5)
    return content[:10]


@router.post("/52")
async def refused_by_a_method(file: UploadFile) -> bytes:
    content = await file.read()  # error: FPI407
    checks.size(content)
    return content[:10]


@router.post("/53")
async def looked_at_otherwise(file: UploadFile) -> bytes:
    content = await file.read()
    refuse_short(content)
    refuse_many_lines(content)
    refuse_name(content, file.filename or "")
    is_short(content)
    return content[:10]


@router.post("/54")
async def asked_before(file: UploadFile) -> bytes:
    if (file.size or 0) > LIMIT:
        raise HTTPException(413)
    content = await file.read()
    refuse_long(content, 5)
    return content[:10]


@router.post("/55")
async def no_more_than_allowed(file: UploadFile) -> bytes:
    content = await file.read(LIMIT + 1)
    checks.size(content)
    return content[:10]


@router.post("/56")
async def unpacked_at_times(file: UploadFile) -> bytes:
    content = await file.read()  # error: FPI407
    if content.startswith(b"\x1f\x8b"):
        content = gzip.decompress(content)
    if len(content) > LIMIT:
        raise HTTPException(413)
    return content[:10]


@router.post("/57")
async def unpacked_always(file: UploadFile) -> bytes:
    content = await file.read()
    content = gzip.decompress(content)
    if len(content) > LIMIT:
        raise HTTPException(413)
    return content[:10]


@router.post("/58")
async def measured_where_it_is_unpacked(file: UploadFile) -> bytes:
    content = await file.read()
    if content.startswith(b"\x1f\x8b"):
        content = gzip.decompress(content)
        if len(content) > LIMIT:
            raise HTTPException(413)
    return content[:10]


@router.post("/59")
async def another_in_each_branch(file: UploadFile) -> bytes:
    content = await file.read()
    if content.startswith(b"\x1f\x8b"):
        content = gzip.decompress(content)
    else:
        content = content.strip()
    if len(content) > LIMIT:
        raise HTTPException(413)
    return content[:10]


# Helpers of helpers


def convert(content: bytes, width: int) -> bytes:
    refuse_long(content, width)
    return content


async def convert_in_thread(content: bytes) -> bytes:
    return await asyncio.to_thread(convert, content, width=5)


async def convert_other(content: bytes) -> bytes:
    return convert(b"", len(content))


async def convert_beginning(content: bytes) -> bytes:
    content = content[:LIMIT]
    return convert(content, 5)


def convert_again(content: bytes) -> bytes:
    return convert_again(content)


async def far_away(content: bytes) -> bytes:
    return await farther_away(content)


async def farther_away(content: bytes) -> bytes:
    return await farthest_away(content)


async def farthest_away(content: bytes) -> bytes:
    return await convert_in_thread(content)


@router.post("/61")
async def refused_by_the_helper_of_a_helper(file: UploadFile) -> bytes:
    return convert(await file.read(), 5)  # error: FPI407


@router.post("/62")
async def refused_in_a_thread(file: UploadFile) -> bytes:
    return await convert_in_thread(content=await file.read())  # error: FPI407


@router.post("/63")
async def not_refused(file: UploadFile) -> list[bytes]:
    content = await file.read()
    found = [await convert_other(content), await convert_beginning(content)]
    return [*found, convert_again(content), await far_away(content)]
