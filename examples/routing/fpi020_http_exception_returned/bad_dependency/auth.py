from typing import Annotated

from fastapi import Header, HTTPException


async def current_user(authorization: Annotated[str | None, Header()] = None) -> str:
    if authorization is None:
        return HTTPException(401, "log in first")  # error: FPI020
    return authorization.removeprefix("Bearer ")


def not_used_by_any_route(name: str):
    return HTTPException(404, name)
