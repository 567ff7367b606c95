from typing import Annotated

from fastapi import Cookie, FastAPI, Response
from fastapi.middleware import Middleware
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI(
    middleware=[
        Middleware(
            CORSMiddleware,
            allow_origin_regex="https?://.*",  # error: FPI610
            allow_credentials=True,
        )
    ]
)


@app.post("/login")
def log_in(response: Response) -> None:
    response.set_cookie("session", "abc", httponly=True, secure=True, samesite="none")


@app.get("/me")
def me(session: Annotated[str, Cookie()]) -> str:
    return session
