from fastapi import Request


def settings(request: Request) -> dict[str, str]:
    return request.app.state.settings


def shop(id: int) -> int:
    return id
