from typing import Annotated

from fastapi import Depends, FastAPI, Header, Request

from .tokens import role_of, user_of

app = FastAPI()


@app.middleware("http")
async def authenticate(request: Request, call_next):
    request.state.role = role_of(request.headers["authorization"])
    request.state.user = user_of(request.headers["authorization"])  # error: FPI704
    return await call_next(request)


def current_user(authorization: Annotated[str, Header()]) -> str:
    return user_of(authorization)


@app.get("/me")
def me(user: Annotated[str, Depends(current_user)]) -> str:
    return user
