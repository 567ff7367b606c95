"""SQL that is put together from strings runs whatever the client sends (FPI601)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine, StaticPool, create_engine, text
from sqlalchemy.orm import Session

INJECTION = "nobody' OR '1'='1"


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.execute("CREATE TABLE users (email TEXT)")
    connection.executemany("INSERT INTO users VALUES (?)", [("a@example.org",), ("b@example.org",)])
    yield connection
    connection.close()


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = create_engine(
        "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE users (email TEXT)"))
        connection.execute(text("INSERT INTO users VALUES ('a@example.org'), ('b@example.org')"))
    yield engine
    engine.dispose()


def test_a_query_parameter_inside_an_f_string_becomes_sql(connection: sqlite3.Connection) -> None:
    app = FastAPI()

    @app.get("/users")
    def users(email: str) -> list[str]:
        rows = connection.execute(f"SELECT email FROM users WHERE email = '{email}'")
        return [email for (email,) in rows]

    client = TestClient(app)
    assert client.get("/users", params={"email": "nobody"}).json() == []
    everyone = ["a@example.org", "b@example.org"]
    assert client.get("/users", params={"email": INJECTION}).json() == everyone


@pytest.mark.parametrize(
    "build",
    [
        lambda email: "SELECT email FROM users WHERE email = '%s'" % email,  # noqa: UP031
        lambda email: "SELECT email FROM users WHERE email = '{}'".format(email),  # noqa: UP032
        lambda email: "SELECT email FROM users WHERE email = '" + email + "'",
        lambda email: "".join(["SELECT email FROM users WHERE email = '", email, "'"]),
    ],
    ids=["percent", "format", "plus", "join"],
)
def test_every_way_to_build_the_string_is_the_same(
    build: Callable[[str], str], engine: Engine
) -> None:
    with Session(engine) as session:
        assert len(session.execute(text(build(INJECTION))).all()) == 2


def test_a_bound_parameter_stays_a_value(engine: Engine) -> None:
    app = FastAPI()

    @app.get("/users")
    def users(email: str) -> list[str]:
        statement = text("SELECT email FROM users WHERE email = :email")
        with Session(engine) as session:
            return list(session.execute(statement, {"email": email}).scalars())

    client = TestClient(app)
    assert client.get("/users", params={"email": "a@example.org"}).json() == ["a@example.org"]
    assert client.get("/users", params={"email": INJECTION}).json() == []


def test_a_sort_column_taken_from_the_client_reads_other_columns(engine: Engine) -> None:
    """An identifier is no value: quotes do not matter, any expression may follow ORDER BY."""
    with Session(engine) as session:
        chosen = "CASE WHEN (SELECT count(*) FROM users) = 2 THEN email END DESC"
        rows = session.execute(text(f"SELECT email FROM users ORDER BY {chosen}")).scalars()
        assert list(rows) == ["b@example.org", "a@example.org"]


def test_an_int_parameter_admits_only_digits() -> None:
    """`int`, `UUID` and `Enum` parameters are refused with 422 before they could reach SQL."""
    app = FastAPI()

    @app.get("/users/{user}")
    def user(user: int) -> int:
        return user

    assert TestClient(app).get("/users/1 OR 1=1").status_code == 422
