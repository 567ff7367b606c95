from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, FastAPI

app = FastAPI()


class Settings:
    name = "shop"


def get_settings() -> Settings:
    return Settings()


def get_db() -> Iterator[dict[int, str]]:
    yield {1: "apple"}


@app.get("/items")
def read_items(db: Annotated[dict[int, str], Depends(get_db())]) -> dict[int, str]:  # error: FPI107
    return db


@app.get("/name")
def read_name(settings: Settings = Depends(get_settings())) -> str:  # error: FPI107
    return settings.name
