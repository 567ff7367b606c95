from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi_users import BaseUserManager

router = APIRouter()


async def get_user_manager(store: Any) -> BaseUserManager[Any, int]:  # error: FPI117
    yield BaseUserManager(store)


@router.get("/users")
async def list_users(manager: Annotated[Any, Depends(get_user_manager)]) -> None: ...
