import functools
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import HTTPException, Request


def requires(role: str) -> Callable[[Callable[..., Awaitable[Any]]], Callable[..., Any]]:
    def decorator(function: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        @functools.wraps(function)
        async def wrapper(request: Request, **values: Any) -> Any:
            if role not in request.headers.get("x-roles", ""):
                raise HTTPException(403)
            return await function(request=request, **values)

        return wrapper

    return decorator


def public(function: Callable[..., Any]) -> Callable[..., Any]:
    function.public = True
    return function
