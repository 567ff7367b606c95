from typing import Any

from fastapi import FastAPI


def take_over(app: FastAPI, inner: Any) -> None:
    app.router.lifespan_context = inner.lifespan


def describe(app: FastAPI, inner: Any) -> None:
    app.description = inner.name
