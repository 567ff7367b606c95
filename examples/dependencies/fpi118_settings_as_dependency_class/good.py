from functools import lru_cache
from typing import Annotated

from fastapi import Depends, FastAPI
from pydantic_settings import BaseSettings

app = FastAPI()


class Settings(BaseSettings):
    secret_key: str = "set-by-environment"
    debug: bool = False


@lru_cache
def get_settings() -> Settings:
    return Settings()


@app.get("/mode")
def read_mode(settings: Annotated[Settings, Depends(get_settings)]) -> str:
    return "debug" if settings.debug else "production"
