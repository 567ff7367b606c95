import os
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Self

import sqlmodel
from fastapi import Depends, FastAPI
from pydantic import PostgresDsn, model_validator
from pydantic_settings import BaseSettings
from sqlalchemy import URL, NullPool, create_engine, make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import DeclarativeBase, Session
from starlette.config import Config


app = FastAPI()
config = Config()
HOST = "localhost"
SCHEME = "postgresql+psycopg"


class Base(DeclarativeBase):
    pass


class Settings(BaseSettings):
    database_url: str = "postgresql://localhost/items"
    dsn: PostgresDsn
    host: str = "localhost"
    unknown: str
    local: str = "sqlite:///items.db"
    test: bool = False

    @property
    def address(self) -> str:
        return f"mysql+pymysql://root@{self.host}/items"

    @cached_property
    def either(self) -> str:
        if self.test:
            return "sqlite://"
        return f"postgresql://{self.host}/items"

    assembled: URL | str | None = None
    chosen: str | None = None

    @model_validator(mode="after")
    def assemble(self) -> Self:
        self.assembled = URL.create("postgresql+asyncpg", host=self.host)
        if self.test:
            self.chosen = "sqlite://"
        else:
            self.chosen = f"postgresql://{self.host}/items"
        return self

    def built(self) -> str:
        return str(PostgresDsn.build(scheme="postgresql+asyncpg", host=self.host))


settings = Settings(dsn="postgresql://localhost", unknown="")
given: dict[str, Any] = {}
POOL: dict[str, Any] = {"pool_size": 5, "max_overflow": 10}
PINGED = {"pool_size": 5, "pool_pre_ping": True}
MERGED = {**PINGED, "echo": True}
CHANGED: dict[str, Any] = {"pool_size": 5}
CHANGED["pool_recycle"] = 600
WIDENED: dict[str, Any] = {"pool_size": 5}
WIDENED |= {"pool_recycle": 600}
CHOSEN: dict[str, Any] = {"pool_size": 5} if HOST else {"pool_recycle": 600}

# Alarms

literal = create_engine("postgresql://localhost/items", pool_size=5)  # error: FPI119
f_string = create_engine(f"mysql+pymysql://root@{HOST}/items")  # error: FPI119
added = create_engine("mssql+pyodbc://" + HOST)  # error: FPI119
by_parts = create_engine(f"{SCHEME}://{HOST}/items")  # error: FPI119
by_keyword = create_engine(url="oracle+oracledb://localhost")  # error: FPI119
of_sqlmodel = sqlmodel.create_engine("postgresql://localhost")  # error: FPI119
environment = create_engine(os.getenv("URL", "postgresql://localhost"))  # error: FPI119
of_environ = create_engine(os.environ.get("URL", "mariadb+pymysql://localhost"))  # error: FPI119
of_settings = create_engine(settings.database_url)  # error: FPI119
of_a_dsn = create_async_engine(str(settings.dsn))  # error: FPI119
of_a_property = create_engine(settings.address)  # error: FPI119
of_a_validator = create_async_engine(settings.assembled)  # error: FPI119
of_a_method = create_async_engine(settings.built())  # error: FPI119
put_together = create_engine(URL.create("postgresql+psycopg", host=HOST))  # error: FPI119
parsed = create_engine(make_url("postgresql://localhost"))  # error: FPI119
formatted = create_engine("postgresql://{}/items".format(HOST))  # error: FPI119
of_a_config = create_engine(config("URL", default="postgresql://localhost"))  # error: FPI119
replaced = create_async_engine(  # error: FPI119
    settings.unknown.replace("postgres://", "postgresql+asyncpg://")
)
replaced_once = create_async_engine(  # error: FPI119
    str(settings.dsn).replace("postgresql://", "postgresql+asyncpg://", 1)
)
spread_out = create_engine("postgresql://localhost", echo=True, **POOL)  # error: FPI119

# Near misses

pinged_by_option = create_engine("postgresql://localhost", **PINGED)  # type: ignore[arg-type]
merged = create_engine("postgresql://localhost", **MERGED)  # type: ignore[arg-type]
changed = create_engine("postgresql://localhost", **CHANGED)
widened = create_engine("postgresql://localhost", **WIDENED)
chosen = create_engine("postgresql://localhost", **CHOSEN)

pinged = create_engine("postgresql://localhost", pool_pre_ping=True)
recycled = create_engine("postgresql://localhost", pool_recycle=300)
unpooled = create_engine("postgresql://localhost", poolclass=NullPool)
decided = create_engine("postgresql://localhost", pool_pre_ping=False)
spread = create_engine("postgresql://localhost", **given)
file = create_engine("sqlite:///items.db")
file_of_settings = create_engine(settings.local)
unknown_url = create_engine(settings.unknown or "sqlite://")
of_the_environment = create_engine(os.environ.get("DATABASE_URL", "sqlite://"))
sometimes = create_engine(settings.either)
sometimes_by_a_validator = create_engine(settings.chosen or "sqlite://")
analytics = create_engine("duckdb:///items.db")
either = create_engine("sqlite://" if settings.test else "postgresql://localhost")


def prepare() -> None:
    own = create_engine("postgresql://localhost")
    Base.metadata.create_all(bind=own)
    with own.connect() as connection:
        connection.close()


def assemble() -> FastAPI:
    kept = create_engine("postgresql://localhost")  # error: FPI119
    Base.metadata.create_all(kept)

    def get_session() -> Iterator[Session]:
        with Session(kept) as session:
            yield session

    return FastAPI(dependencies=[Depends(get_session)])


def get_own_session(tenant: str) -> Iterator[Session]:
    options = {"options": f"-c search_path={tenant}"}
    engine = create_engine("postgresql://localhost/items", connect_args=options)
    try:
        with Session(engine) as session:
            yield session
    finally:
        engine.dispose()


shared: Any = None


def get_shared_session() -> Iterator[Session]:
    global shared
    if shared is None:
        shared = create_engine("postgresql://localhost/items")  # error: FPI119
    with Session(shared) as session:
        yield session


@app.get("/items")
def read_items(
    own: Session = Depends(get_own_session), session: Session = Depends(get_shared_session)
) -> None: ...
