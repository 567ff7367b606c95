from typing import Annotated

from fastapi import APIRouter, Depends

from .settings import Settings

router = APIRouter()


@router.get("/key-length")
def read_key_length(settings: Annotated[Settings, Depends()]) -> int:
    return len(settings.secret_key)
