from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

import pydantic_settings
from fastapi import APIRouter, Depends, Security
from pydantic import BaseModel
from pydantic_settings import BaseSettings, SettingsConfigDict
from somewhere import Unknown, cached

router = APIRouter()


class Base(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_")


class Settings(Base):
    name: str = "shop"
    limit: int = 3


class Inherits(Settings):
    pass


class WithKeywords(BaseSettings):
    name: str = "shop"

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)


class NoArguments(BaseSettings):
    name: str = "shop"

    def __init__(self) -> None:
        super().__init__()


class Nothing(BaseSettings):
    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(extra="ignore")
    _cache: dict[str, str] = {}


@cached
class Decorated(BaseSettings):
    name: str = "shop"


class OfUnknown(Unknown):
    name: str = "shop"


class Filter(BaseModel):  # meant to be set by the client
    name: str = "shop"


@dataclass
class Page:
    limit: int = 3


Given = Annotated[Settings, Depends()]  # error: FPI118
Configured = Annotated[Settings, Depends(Settings)]  # error: FPI118


def dependency(settings: "Settings" = Depends()) -> int:  # error: FPI118
    return settings.limit


@router.get("/bad", dependencies=[Depends(Settings)])  # error: FPI118
def bad(
    a: Given,
    b: Inherits = Depends(),  # error: FPI118
    c: Any = Security(dependency=WithKeywords),  # error: FPI118
    *,
    d: Settings = Depends(use_cache=False),  # error: FPI118
    e: Annotated["Settings | None", Depends(Settings)] = None,  # error: FPI118
) -> None: ...


@router.get("/good")
def good(
    a: Annotated[NoArguments, Depends()],
    b: Annotated[Nothing, Depends()],
    c: Annotated[Decorated, Depends()],
    d: Annotated[OfUnknown, Depends()],
    e: Annotated[Filter, Depends()],
    f: Annotated[Page, Depends()],
    g: Annotated[Settings, Depends(lambda: Settings())],
    h: Annotated[Settings, Depends(Settings.model_construct)],
    i: Annotated[Any, Depends(pydantic_settings.BaseSettings)],
) -> None: ...


class View:
    settings: Settings = Depends()  # error: FPI118
    other: Settings
