from collections.abc import AsyncIterator
from typing import Annotated

import httpx
from fastapi import Depends

_shared = httpx.AsyncClient()


async def get_client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient() as client:  # error: FPI910
        yield client


async def get_shared() -> httpx.AsyncClient:
    return _shared


ClientDep = Annotated[httpx.AsyncClient, Depends(get_client)]
SharedDep = Annotated[httpx.AsyncClient, Depends(get_shared)]
