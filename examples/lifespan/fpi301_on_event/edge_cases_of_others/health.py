"""A library: whoever uses it makes the application, and has a lifespan or not."""

from fastapi import APIRouter, FastAPI

router = APIRouter()


def add_health(app: FastAPI) -> None:
    app.on_event("startup")(warm_up)
    app.include_router(router)


def warm_up() -> None: ...


@router.on_event("startup")  # error: FPI301
def count() -> None: ...
