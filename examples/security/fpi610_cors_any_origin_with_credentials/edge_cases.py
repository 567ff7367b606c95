import os

from fastapi import FastAPI, Request
from fastapi.middleware import cors
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.cors import CORSMiddleware as Cors
from pydantic_settings import BaseSettings
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware as StarletteCORSMiddleware

import mycors

app = FastAPI()
DEBUG = os.environ.get("DEBUG") == "1"


@app.get("/me")
def read_me(request: Request) -> str | None:
    return request.cookies.get("user")


# ----- any origin, with credentials

app.add_middleware(
    cors.CORSMiddleware,
    allow_origins=["*"],  # error: FPI610
    allow_credentials=True,
)
app.add_middleware(Cors, allow_origins="*", allow_credentials=True)  # error: FPI610
app.add_middleware(Cors, allow_origins=("*",), allow_credentials=True)  # error: FPI610
app.add_middleware(Cors, allow_origins={"*"}, allow_credentials=True)  # error: FPI610
app.add_middleware(Cors, allow_credentials=True, allow_origin_regex=".*")  # error: FPI610
app.add_middleware(Cors, allow_credentials=True, allow_origin_regex=r"^.+$")  # error: FPI610
app.add_middleware(
    Cors,
    allow_credentials=True,
    allow_origin_regex="(http|https)://.*",  # error: FPI610
)
app.add_middleware(
    StarletteCORSMiddleware,
    allow_origins=["https://app.example", "*"],  # error: FPI610
    allow_credentials=True,
)
app.add_middleware(Cors, ["*"], allow_credentials=True)  # error: FPI610
wrapped = CORSMiddleware(app, allow_origins=["*"], allow_credentials=True)  # error: FPI610
wrapped = CORSMiddleware(app=app, allow_origins=["*"], allow_credentials=True)  # error: FPI610

origins = ["*"]
app.add_middleware(Cors, allow_origins=origins, allow_credentials=True)  # error: FPI610
more = ["https://app.example", *origins]
app.add_middleware(Cors, allow_origins=more, allow_credentials=True)  # error: FPI610
both = ["https://app.example"] + origins
app.add_middleware(Cors, allow_origins=both, allow_credentials=True)  # error: FPI610
ALLOW = True
app.add_middleware(Cors, allow_origins=["*"], allow_credentials=ALLOW)  # error: FPI610

OPTIONS = {"allow_origins": ["*"], "allow_credentials": True}
app.add_middleware(Cors, **OPTIONS)  # error: FPI610
app.add_middleware(Cors, allow_origins=["*"], **{"allow_credentials": True})  # error: FPI610
app.add_middleware(Cors, **dict(allow_origins=["*"], allow_credentials=True))  # error: FPI610

middleware = [Middleware(Cors, allow_origins=["*"], allow_credentials=True)]  # error: FPI610
listed = FastAPI(middleware=middleware)
other = Starlette(
    middleware=[Middleware(Cors, allow_origins=["*"], allow_credentials=True)]  # error: FPI610
)


class Config:
    ORIGINS = ["*"]


app.add_middleware(Cors, allow_origins=Config.ORIGINS, allow_credentials=True)  # error: FPI610


def create_app() -> FastAPI:
    app = FastAPI()
    origins = ["*"]
    app.add_middleware(
        CORSMiddleware,
        allow_origins=origins,  # error: FPI610
        allow_credentials=True,
    )
    return app


def add_cors(application: FastAPI) -> None:
    application.add_middleware(Cors, allow_origins=["*"], allow_credentials=True)  # error: FPI610


if os.environ.get("CORS"):
    app.add_middleware(Cors, allow_origins=["*"], allow_credentials=True)  # error: FPI610


# ----- listed origins, no credentials, or not known

app.add_middleware(Cors, allow_origins=["*"])
app.add_middleware(Cors, allow_origins=["*"], allow_credentials=False)
app.add_middleware(Cors, allow_origins=["https://app.example"], allow_credentials=True)
app.add_middleware(Cors, allow_origin_regex=r"https://.*\.app\.example", allow_credentials=True)
app.add_middleware(Cors, allow_origin_regex=r"http://localhost:\d+", allow_credentials=True)
app.add_middleware(Cors, allow_origin_regex=r"http://localhost.*", allow_credentials=True)
app.add_middleware(Cors, allow_methods=["*"], allow_headers=["*"], allow_credentials=True)
app.add_middleware(Cors, allow_origins=["https://*.app.example"], allow_credentials=True)
app.add_middleware(mycors.CORSMiddleware, allow_origins=["*"], allow_credentials=True)


class Settings(BaseSettings):
    cors_origins: list[str] = ["*"]
    cors_credentials: bool = True


settings = Settings()
app.add_middleware(Cors, allow_origins=settings.cors_origins, allow_credentials=True)
app.add_middleware(Cors, allow_origins=["*"], allow_credentials=settings.cors_credentials)
app.add_middleware(Cors, allow_origins=os.environ["ORIGINS"].split(","), allow_credentials=True)
app.add_middleware(Cors, allow_origins=["*"], allow_credentials=not origins)
app.add_middleware(Cors, allow_origins=["*"] if DEBUG else ["https://a.b"], allow_credentials=True)
chosen = ["*"]
chosen = [os.environ["ORIGIN"]]
app.add_middleware(Cors, allow_origins=chosen, allow_credentials=True)

if DEBUG:
    app.add_middleware(Cors, allow_origins=["*"], allow_credentials=True)
if settings.environment == "development":
    app.add_middleware(Cors, allow_origins=["*"], allow_credentials=True)
else:
    app.add_middleware(Cors, allow_origins=["https://app.example"], allow_credentials=True)


def main(dev: bool, cors_origins: list[str]) -> None:
    if dev:
        app.add_middleware(Cors, allow_origins=["*"], allow_credentials=True)
    app.add_middleware(Cors, allow_origins=cors_origins, allow_credentials=True)


class CORSSettings:
    """Keywords of the same names, given to something else."""

    def __init__(self, allow_origins: list[str], allow_credentials: bool) -> None: ...


CORSSettings(allow_origins=["*"], allow_credentials=True)
