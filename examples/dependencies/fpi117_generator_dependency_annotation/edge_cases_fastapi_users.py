from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi_users import BaseUserManager

router = APIRouter()


class UserManager(BaseUserManager[Any, int]): ...


async def get_user_manager(store: Any) -> UserManager:  # error: FPI117
    yield UserManager(store)


@router.get("/users")
async def list_users(manager: Annotated[Any, Depends(get_user_manager)]) -> None: ...
