import os
from typing import Any

from pydantic import field_validator
from pydantic_settings import BaseSettings
from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel import create_engine as create_model_engine

URL_OF_FILE = "sqlite:///items.db"
PASSWORD = os.environ.get("PASSWORD", "")
HOST = "db.example.org"


class Settings(BaseSettings):
    url: str = "sqlite:///items.db"
    async_url: str = "postgresql+asyncpg://db.example.org/items"


class Rewritten(BaseSettings):
    url: str = "sqlite:///items.db"

    @field_validator("url")
    @classmethod
    def with_driver(cls, url: str) -> str:
        return url.replace("sqlite:", "sqlite+aiosqlite:")


settings = Settings()
rewritten = Rewritten()


def url_of(name: str) -> str:
    return f"mysql+pymysql://{HOST}/{name}"


# Alarms


async def synchronous_drivers(path: str) -> None:
    create_async_engine(URL_OF_FILE)  # error: FPI121
    create_async_engine("sqlite://")  # error: FPI121
    create_async_engine(url=f"sqlite:///{path}", echo=True)  # error: FPI121
    create_async_engine("mysql://root:" + PASSWORD + "@localhost")  # error: FPI121
    create_async_engine("postgresql+psycopg2://%s/items" % HOST)  # error: FPI121  # noqa: UP031
    create_async_engine(f"{'postgresql'}+psycopg2://{HOST}")  # error: FPI121
    create_async_engine(settings.url)  # error: FPI121
    create_async_engine(str(settings.url))  # error: FPI121
    create_async_engine(make_url("mssql+pyodbc://db/items"))  # error: FPI121
    create_async_engine(URL.create("mysql+pymysql", host=HOST))  # error: FPI121
    create_async_engine(URL.create("sqlite").render_as_string(False))  # error: FPI121
    create_async_engine(make_url("sqlite://").set(database=path))  # error: FPI121
    create_async_engine(url_of("items"))  # error: FPI121
    create_async_engine(os.getenv("DATABASE", "sqlite:///items.db"))  # error: FPI121


# Innocent


async def fitting(path: str, engine: Engine, url: Any) -> None:
    create_async_engine("postgresql://db.example.org/items")  # psycopg since SQLAlchemy 2.1
    create_async_engine("postgresql+psycopg://db.example.org/items")
    create_async_engine("oracle://db.example.org/items")
    create_async_engine(f"sqlite+aiosqlite:///{path}")
    create_async_engine(URL_OF_FILE.replace("sqlite:", "sqlite+aiosqlite:"))
    create_async_engine(make_url(URL_OF_FILE).set(drivername="sqlite+aiosqlite"))
    create_async_engine(settings.async_url)
    create_async_engine(rewritten.url)
    create_async_engine(os.environ["DATABASE"])
    create_async_engine(url)
    create_async_engine("cockroachdb://db.example.org/items")
    create_engine("postgresql://db.example.org/items")
    create_model_engine(settings.url)
    create_engine(f"{url}://items")
    AsyncEngine(create_engine("sqlite+aiosqlite:///items.db"))
