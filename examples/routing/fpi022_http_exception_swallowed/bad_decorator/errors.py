import logging
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from fastapi.responses import JSONResponse

Endpoint = Callable[..., Awaitable[Any]]


def answer_errors(log: logging.Logger) -> Callable[[Endpoint], Endpoint]:
    def decorator(function: Endpoint) -> Endpoint:
        @wraps(function)
        async def wrapper(*args: Any, **kwargs: Any) -> Any:
            try:
                return await function(*args, **kwargs)
            except Exception as error:  # error: FPI022
                log.exception("request failed")
                return JSONResponse({"error": str(error)}, status_code=500)

        return wrapper

    return decorator
