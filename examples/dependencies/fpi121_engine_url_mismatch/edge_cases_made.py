from typing import Any

from sqlalchemy import URL, create_engine, engine_from_config
from sqlalchemy.ext.asyncio import async_engine_from_config, create_async_engine

STOCK: dict[str, Any] = {
    "stock.url": "mysql+pymysql://stock/stock",
    "stock.echo": True,
    "other.url": "mysql+aiomysql://stock/stock",
}


def url_of(driver: str, database: str = "stock") -> URL:
    return URL.create(f"postgresql+{driver}", host="stock", database=database)


def configured(**more: str) -> dict[str, Any]:
    return {"sqlalchemy.url": "sqlite+aiosqlite:///stock.db", **more}


# Alarms

by_function = create_engine(url_of("asyncpg"))  # error: FPI121
by_keyword = create_async_engine(url_of(driver="psycopg2"))  # error: FPI121
by_dict = async_engine_from_config(STOCK, prefix="stock.")  # error: FPI121
by_display = engine_from_config(  # error: FPI121
    {"sqlalchemy.url": "sqlite+aiosqlite:///stock.db"}
)

# Innocent

right = create_async_engine(url_of("asyncpg"))
both = create_async_engine(url_of("psycopg")), create_engine(url_of("psycopg"))
other_prefix = async_engine_from_config(STOCK, "other.")
no_prefix = async_engine_from_config(STOCK)
unknown_dict = engine_from_config(configured())


def engine_for(driver: str, prefix: str) -> tuple[Any, Any]:
    return create_engine(url_of(driver)), async_engine_from_config(STOCK, prefix)
