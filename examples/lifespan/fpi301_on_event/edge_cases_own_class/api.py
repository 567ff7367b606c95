from fastapi import FastAPI


class Api(FastAPI):
    """Of a project that says nowhere how it makes one."""


def add_health(app: FastAPI) -> None:
    app.on_event("startup")(warm_up)  # error: FPI301


def warm_up() -> None: ...
