import logging
from typing import Any

import httpx
from fastapi import HTTPException
from fastapi.responses import JSONResponse

logger = logging.getLogger(__name__)
items = {"apple": "1"}


def checked(name: str) -> str:
    if name not in items:
        raise HTTPException(404, "no such item")
    return name


async def parsed(name: str) -> dict[str, str]:
    return {"name": checked(name)}


# Alarms


async def create(name: str) -> dict[str, str]:
    try:
        return {"name": checked(name)}
    except Exception as error:  # error: FPI022
        logger.warning("could not create %s", name)
        raise HTTPException(500, f"could not create: {error}") from error


async def create_step(name: str) -> dict[str, str]:
    try:
        return {"name": checked(name)}
    except Exception as error:  # error: FPI022
        raise HTTPException(500, str(error)) from error


async def create_in_steps(name: str) -> dict[str, str]:
    return await create_step(name)


class Uploads:
    async def put(self, name: str) -> str:
        try:
            return await self._send(name)
        except Exception as error:  # error: FPI022
            raise HTTPException(500, f"failed: {error}") from error

    async def get(self, name: str) -> str:
        """Nobody is seen to answer with it."""
        try:
            return await self._send(name)
        except Exception as error:
            raise HTTPException(500, f"failed: {error}") from error

    async def _send(self, name: str) -> str:
        async with httpx.AsyncClient() as client:
            response = await client.put(f"https://files.example.org/{name}")
        if response.status_code != 200:
            raise HTTPException(status_code=response.status_code, detail="refused")
        return response.text


def get_uploads() -> Uploads:
    return Uploads()


def answer_with_text(name: str) -> dict[str, str]:
    try:
        if name not in items:
            raise HTTPException(404, "no such item")
        return {"name": name}
    except Exception as error:  # error: FPI022
        return {"error": str(error)}


def answer_with_response(name: str) -> Any:
    try:
        if name not in items:
            raise HTTPException(404, "no such item")
        return {"name": name}
    except Exception as error:  # error: FPI022
        return JSONResponse({"error": str(error)}, status_code=500)


# Innocent


def answer_or_nothing(name: str) -> list[str]:
    """Nothing tells the client of a failure, so that may be what the exception is for."""
    try:
        if name not in items:
            raise HTTPException(404, "no such item")
        return [name]
    except Exception:
        return []


def kept_level(count: int) -> dict[str, str]:
    try:
        if count > 500:
            raise HTTPException(503)
    except Exception:
        return {"level": "unknown"}
    return {"level": "low"}


def looked_at(name: str) -> dict[str, str]:
    """The route looks at what it gets."""
    try:
        if name not in items:
            raise HTTPException(404, "no such item")
        return {"name": name}
    except Exception as error:
        return {"error": str(error)}


async def create_with_more(name: str) -> dict[str, str]:
    """One step of many: for the route, what the helper refuses may be a failure."""
    try:
        return {"name": checked(name)}
    except Exception as error:
        raise HTTPException(500) from error


async def create_quietly(name: str) -> dict[str, str]:
    """The route answers whatever comes with 400."""
    try:
        return {"name": checked(name)}
    except Exception as error:
        raise HTTPException(500) from error


async def create_for_jobs(name: str) -> dict[str, str]:
    """No route is seen to call it."""
    try:
        return {"name": checked(name)}
    except Exception as error:
        raise HTTPException(500) from error


async def never_awaited(name: str) -> dict[str, str]:
    """Its route only makes a coroutine of it."""
    try:
        return {"name": checked(name)}
    except Exception as error:
        raise HTTPException(500) from error


async def create_parsed(name: str) -> dict[str, str]:
    """What is raised further down is mostly for a case that does not come from here."""
    try:
        return await parsed(name)
    except Exception as error:
        raise HTTPException(500) from error
