from typing import Annotated

from fastapi import Depends, Header, HTTPException

credentials_error = HTTPException(401, "log in again", {"WWW-Authenticate": "Bearer"})


def forbidden(role: str) -> HTTPException:
    return HTTPException(403, f"for {role} only")


async def current_user(authorization: Annotated[str | None, Header()] = None) -> str:
    if authorization is None:
        return HTTPException(401, "log in first")  # error: FPI020
    return authorization.removeprefix("Bearer ")


async def admin(
    authorization: Annotated[str, Header()], role: Annotated[str, Header()] = ""
) -> str:
    if not authorization:
        return credentials_error  # error: FPI020
    return authorization if role == "admin" else forbidden("admins")  # error: FPI020


async def checked(authorization: Annotated[str, Header()], found: Annotated[str, Header()]) -> str:
    if not authorization:
        raise credentials_error
    return found


def refusal(role: Annotated[str, Header()] = "") -> HTTPException:
    return HTTPException(403, role)  # `refused` raises it


def refused(refusal: Annotated[HTTPException, Depends(refusal)]) -> None:
    raise refusal


def not_used_by_any_route(name: str):
    return HTTPException(404, name)
