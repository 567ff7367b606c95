from fastapi import HTTPException

LARGEST = 5 * 1024 * 1024


def refuse_large(content: bytes) -> None:
    if len(content) > LARGEST:
        raise HTTPException(413, "at most 5 MiB")
