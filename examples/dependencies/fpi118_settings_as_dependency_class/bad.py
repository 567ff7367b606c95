from typing import Annotated

from fastapi import Depends, FastAPI
from pydantic_settings import BaseSettings

app = FastAPI()


class Settings(BaseSettings):
    secret_key: str = "set-by-environment"
    debug: bool = False


@app.get("/mode")
def read_mode(settings: Annotated[Settings, Depends(Settings)]) -> str:  # error: FPI118
    return "debug" if settings.debug else "production"


@app.get("/key-length")
def read_key_length(settings: Settings = Depends()) -> int:  # error: FPI118
    return len(settings.secret_key)
