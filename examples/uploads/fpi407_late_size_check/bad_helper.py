from fastapi import UploadFile


async def read_upload(file: UploadFile, most: int) -> bytes:
    content = await file.read()  # error: FPI407
    if len(content) > most:
        raise ValueError("too large")
    return content
