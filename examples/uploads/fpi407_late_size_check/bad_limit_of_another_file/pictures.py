import hashlib

from fastapi import APIRouter, UploadFile
from limits import refuse_large

router = APIRouter()


@router.post("/pictures")
async def digest(picture: UploadFile) -> str:
    content = await picture.read()  # error: FPI407
    refuse_large(content)
    return hashlib.sha256(content).hexdigest()
