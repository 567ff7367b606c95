"""Which engine works with which driver (FPI121)."""

from __future__ import annotations

import pytest
import sqlalchemy
from sqlalchemy import create_engine, engine_from_config, make_url
from sqlalchemy.exc import InvalidRequestError, MissingGreenlet
from sqlalchemy.ext.asyncio import async_engine_from_config, create_async_engine

SQLALCHEMY = tuple(int(part) for part in sqlalchemy.__version__.split(".")[:2])


@pytest.mark.parametrize("url", ["sqlite://", "sqlite+pysqlite:///items.db"])
def test_an_async_engine_refuses_a_synchronous_driver(url: str) -> None:
    with pytest.raises(InvalidRequestError, match="requires an async driver"):
        create_async_engine(url)


def test_a_synchronous_engine_takes_an_async_driver_and_fails_at_the_first_query() -> None:
    engine = create_engine("sqlite+aiosqlite://")
    with pytest.raises(MissingGreenlet):
        engine.connect()


@pytest.mark.parametrize(
    ("name", "driver", "is_async"),
    [
        ("sqlite", "pysqlite", False),
        ("mysql", "mysqldb", False),
        ("mariadb", "mysqldb", False),
        ("mssql", "pyodbc", False),
        ("postgresql", "psycopg" if SQLALCHEMY >= (2, 1) else "psycopg2", SQLALCHEMY >= (2, 1)),
        ("oracle", "oracledb" if SQLALCHEMY >= (2, 1) else "cx_oracle", SQLALCHEMY >= (2, 1)),
        ("postgresql+psycopg", "psycopg", True),
        ("postgresql+asyncpg", "asyncpg", True),
        ("postgresql+psycopg2", "psycopg2", False),
        ("postgresql+pg8000", "pg8000", False),
        ("mysql+pymysql", "pymysql", False),
        ("mysql+aiomysql", "aiomysql", True),
        ("mysql+asyncmy", "asyncmy", True),
        ("mssql+aioodbc", "aioodbc", True),
    ],
)
def test_the_driver_of_a_url(name: str, driver: str, is_async: bool) -> None:
    url = make_url(f"{name}://")
    dialect = url.get_dialect()
    assert dialect.driver == driver
    assert dialect.get_async_dialect_cls(url).is_async is is_async


def test_a_dict_is_no_other_way() -> None:
    with pytest.raises(InvalidRequestError, match="async driver"):
        async_engine_from_config({"stock.url": "sqlite://"}, prefix="stock.")
    engine = engine_from_config({"sqlalchemy.url": "sqlite+aiosqlite://"})
    with pytest.raises(MissingGreenlet):
        engine.connect()
