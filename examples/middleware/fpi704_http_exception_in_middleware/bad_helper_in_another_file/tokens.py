from fastapi import HTTPException


def user_of(token: str) -> str:
    if not token.startswith("user-"):
        raise HTTPException(401, "Unknown token")
    return token.removeprefix("user-")


def role_of(token: str) -> str | None:
    try:
        return user_of(token)
    except HTTPException:
        return None
