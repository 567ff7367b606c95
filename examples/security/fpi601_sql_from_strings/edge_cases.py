import re
import sqlite3
from datetime import date
from enum import Enum
from typing import Annotated, Any, Literal, Optional
from uuid import UUID

import asyncpg
import pandas as pd
from fastapi import Body, Depends, FastAPI, Header, HTTPException, Path, Query, Request
from prisma import Prisma
from psycopg import sql
from pydantic import BaseModel, Field, field_validator
from simple_salesforce import Salesforce
from sqlalchemy import inspect, text
from sqlalchemy import text as raw
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.sql.elements import quoted_name
from tortoise import connections

app = FastAPI()
connection = sqlite3.connect("shop.db")
prisma = Prisma()
TABLE = "users"
COLUMNS = ["id", "name", "email"]
SORTS = {"name": "name ASC", "newest": "created_at DESC"}


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"


class Order(str, Enum):
    asc = "asc"
    desc = "desc"


class Filter(BaseModel):
    name: str
    age: int
    tags: list[str] = []
    order: Order = Order.asc


def get_session() -> Session: ...


SessionDep = Annotated[Session, Depends(get_session)]


def current_user() -> dict: ...


def refused(name: str) -> bool: ...


# ----- what the client wrote becomes SQL


@app.get("/format")
def by_format(name: str):
    return connection.execute("SELECT * FROM users WHERE name = '{}'".format(name))  # error: FPI601


@app.get("/keyword-format")
def by_keyword_format(name: str):
    query = "SELECT * FROM users WHERE name = '{name}'".format(name=name)  # error: FPI601
    return connection.execute(query)


@app.get("/plus")
def by_plus(name: str):
    return connection.execute("SELECT * FROM users WHERE name = '" + name + "'")  # error: FPI601


@app.get("/percent-tuple")
def by_percent_tuple(name: str, age: int):
    query = "SELECT * FROM users WHERE name = '%s' AND age > %d" % (name, age)  # error: FPI601
    return connection.execute(query)


@app.get("/alias")
def through_alias(name: Optional[str], session: SessionDep):
    return session.execute(raw(f"SELECT * FROM users WHERE name LIKE '%{name}%'"))  # error: FPI601


@app.get("/stripped")
def stripped(name: Annotated[str | None, Query(max_length=50)] = None):
    wanted = name.strip().lower()
    return connection.execute(f"SELECT * FROM users WHERE name = '{wanted}'")  # error: FPI601


@app.get("/unannotated/{name}")
def unannotated(name):
    return connection.execute(f"SELECT * FROM users WHERE name = '{name}'")  # error: FPI601


@app.get("/header")
def from_header(x_tenant: Annotated[str, Header()]):
    return connection.execute(f"SELECT * FROM users WHERE tenant = '{x_tenant}'")  # error: FPI601


@app.get("/request/{name}")
async def from_request(request: Request):
    name = request.path_params.get("name")
    body = await request.json()
    connection.execute(f"DELETE FROM users WHERE name = '{name}'")  # error: FPI601
    connection.execute(f"DELETE FROM users WHERE id = {body['id']}")  # error: FPI601


@app.post("/body")
def from_body(body: dict[str, Any], wanted: Filter, title: str = Body()):
    connection.execute(f"UPDATE books SET title = '{title}'")  # error: FPI601
    connection.execute(f"INSERT INTO books (name) VALUES ('{body['name']}')")  # error: FPI601
    connection.execute(f"SELECT * FROM users WHERE name = '{wanted.name}'")  # error: FPI601


@app.get("/order")
def order_by(sort: str, session: SessionDep):
    return session.execute(text(f"SELECT * FROM users ORDER BY {sort}"))  # error: FPI601


@app.get("/table/{table}")
def any_table(table: str):
    return connection.execute(f"SELECT * FROM {table}")  # error: FPI601


@app.get("/assembled")
def assembled(name: str, city: str | None = None):
    query = "SELECT * FROM users WHERE 1 = 1"
    if city:
        query += f" AND city = '{city}'"  # error: FPI601
    query = query + " AND name = '" + name + "'"  # error: FPI601
    return connection.execute(query)


@app.get("/asyncpg")
async def with_asyncpg(name: str):
    pool = await asyncpg.connect()
    return await pool.fetchrow(f"SELECT * FROM users WHERE name = '{name}'")  # error: FPI601


@app.get("/pandas")
def with_pandas(name: str):
    return pd.read_sql(f"SELECT * FROM users WHERE name = '{name}'", connection)  # error: FPI601


@app.get("/tortoise")
async def with_tortoise(name: str):
    query = f"SELECT * FROM users WHERE name = '{name}'"  # error: FPI601
    return await connections.get("default").execute_query_dict(query)


@app.get("/prisma")
async def with_prisma(name: str, age: int):
    await prisma.execute_raw(f"DELETE FROM users WHERE age > {age}")
    return await prisma.query_raw(f"SELECT * FROM users WHERE name = '{name}'")  # error: FPI601


@app.get("/several-lines")
def several_lines(name: str):
    return connection.execute(
        "SELECT * FROM users"  # error: FPI601
        f" WHERE name = '{name}'"
    )


def by_dependency(name: str) -> str:
    return connection.execute(f"SELECT id FROM users WHERE name = '{name}'")  # error: FPI601


@app.get("/dependency")
def through_dependency(user: Annotated[str, Depends(by_dependency)]):
    return user


@app.get("/collected")
def collected_in_text(wanted: Filter):
    where = ""
    if wanted.name:
        where += f"name = '{wanted.name}' AND "  # error: FPI601
    return connection.execute("SELECT * FROM users WHERE " + where[:-5])


class Users:
    def find(self, email: str):
        query = f"SELECT * FROM users WHERE email = '{email}' LIMIT 1"  # error: FPI601
        return connection.execute(query)

    def find_any(self, emails: list[str]):
        return [row for email in emails for row in self.find(email)]


@app.get("/users-by-mail")
def users_by_mail(users: Annotated[Users, Depends()], emails: Annotated[list[str], Query()]):
    return users.find_any(emails)


# ----- nothing the client wrote


@app.get("/bound")
def bound(name: str, session: SessionDep):
    connection.execute("SELECT * FROM users WHERE name = ?", (name,))
    connection.execute("SELECT * FROM users WHERE name = '%s'", (name,))
    return session.execute(text("SELECT * FROM users WHERE name = :name"), {"name": name})


@app.get("/constants")
def constants():
    column = COLUMNS[1]
    connection.execute(f"SELECT {', '.join(COLUMNS)} FROM {TABLE} WHERE {column} = 'x'")
    connection.execute(f"SELECT * FROM {User.__tablename__} WHERE status = '{Order.asc.value}'")
    connection.execute("SELECT * FROM %s" % TABLE)


@app.get("/typed/{user}")
def typed(
    user: int,
    key: UUID,
    day: date,
    order: Order,
    side: Literal["left", "right"],
    wanted: Filter,
    fast: bool = False,
    code: str = Path(pattern=r"^[A-Z]{3}$"),
):
    connection.execute(f"SELECT * FROM users WHERE id = {user} AND key = '{key}'")
    connection.execute(f"SELECT * FROM users WHERE day > '{day}' ORDER BY id {order.value}")
    connection.execute(f"SELECT {side} FROM users WHERE age = {wanted.age}")
    connection.execute(f"SELECT * FROM users ORDER BY id {wanted.order.value}")
    connection.execute(f"SELECT * FROM users WHERE fast = {fast} AND code = '{code}'")


@app.get("/placeholders")
def placeholders(names: Annotated[list[str], Query()]):
    marks = ",".join("?" * len(names))
    connection.execute(f"SELECT * FROM users WHERE name IN ({marks})", names)
    marks = ", ".join("?" for _ in names)
    connection.execute(f"SELECT * FROM users WHERE name IN ({marks})", names)
    marks = ", ".join(f"${i + 1}" for i in range(len(names)))
    connection.execute(f"SELECT * FROM users WHERE name IN ({marks})", names)


@app.get("/collected")
def collected(name: str | None = None, city: str | None = None):
    conditions, values = [], []
    if name:
        conditions.append("name = ?")
        values.append(name)
    if city:
        conditions.append(f"city = ${len(values)}")
        values.append(city)
    connection.execute(f"SELECT * FROM users WHERE {' AND '.join(conditions)}", values)


@app.get("/allowed")
def allowed(sort: str, table: str, way: str, column: str):
    if sort not in {"name", "created_at"}:
        raise HTTPException(400)
    connection.execute(f"SELECT * FROM users ORDER BY {sort}")
    if table in ("users", "orders"):
        connection.execute(f"SELECT * FROM {table}")
    direction = "DESC" if way == "down" else "ASC"
    connection.execute(f"SELECT * FROM users ORDER BY name {direction}")
    if way.upper() == "DESC":
        connection.execute(f"SELECT * FROM users ORDER BY name {way}")
    if not column.isidentifier():
        raise HTTPException(400)
    connection.execute(f"SELECT {column} FROM users")


@app.get("/looked-up")
def looked_up(sort: str, key: str):
    connection.execute(f"SELECT * FROM users ORDER BY {SORTS[sort]}")
    connection.execute(f"SELECT * FROM users ORDER BY {SORTS.get(key, 'id')}")


@app.get("/checked-part")
def checked_part(sort: str, other: str):
    if "<" in sort:
        field = sort.split("<")[0]
    else:
        field = sort
    if field.startswith("data."):
        key = field.split(".", 1)[1]
        if not re.fullmatch(r"[A-Za-z0-9_.-]+", key or ""):
            raise HTTPException(400)
    part = field[5:]
    connection.execute(f"SELECT * FROM users ORDER BY data->>'{part}'")
    rest = other[5:]
    connection.execute(f"SELECT * FROM users WHERE name = '{rest}'")  # error: FPI601


@app.get("/checked")
def checked(name: str, column: str, city: str):
    if not re.fullmatch(r"\w+", name):
        raise HTTPException(400)
    connection.execute(f"SELECT * FROM users WHERE name = '{name}'")
    check_column(column)
    connection.execute(f"SELECT {column} FROM users")
    city = clean(city)
    connection.execute(f"SELECT * FROM users WHERE city = '{city}'")


def check_column(column: str) -> None:
    if column not in COLUMNS:
        raise HTTPException(400)


def clean(value: str) -> str:
    return re.sub(r"\W", "", value)


@app.get("/converted")
def converted(user: str, name: str):
    connection.execute(f"SELECT * FROM users WHERE id = {int(user)}")
    escaped = name.replace("'", "''")
    connection.execute(f"SELECT * FROM users WHERE name = '{escaped}'")


@app.get("/quoted")
def quoted(table: str):
    connection.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table)))
    connection.execute(f"SELECT * FROM {quoted_name(table, True)}")


@app.get("/not-sql")
def not_sql(name: str):
    connection.execute(f"select the user {name}")
    print(f"SELECT * FROM users WHERE name = '{name}'")
    return {"message": f"Delete from cart: '{name}'"}


def rows_of(table: str, columns: list[str], where: str = "1 = 1"):
    """The program itself names the table: no caller hands on what a client wrote."""
    names = ", ".join(columns)
    return connection.execute(f"SELECT {names} FROM {table} WHERE {where}")


def column_exists(table: str, column: str) -> bool:
    found = connection.execute(
        f"SELECT 1 FROM information_schema.columns WHERE table_name = '{table}'"
        f" AND column_name = '{column}'"
    )
    return found.fetchone() is not None


def functions_of(schema: str):
    only = f"AND s.name = '{schema}'" if schema else ""
    return connection.execute(
        f"SELECT o.name FROM sys.objects o JOIN sys.schemas s ON o.schema_id = s.schema_id {only}"
    )


def owned_by(name: str):
    return connection.execute(f"SELECT * FROM system WHERE owner = '{name}'")  # error: FPI601


@app.get("/owned")
def owned(name: str):
    return owned_by(name)


def never_called(name: str):
    """Nobody is seen to hand it what a client wrote."""
    return connection.execute(f"SELECT * FROM system WHERE owner = '{name}'")


def reset(name: str):
    return connection.execute(f"UPDATE users SET attempts = 0 WHERE name = '{name}'")


@app.get("/me/reset")
def reset_own(me: Annotated[dict, Depends(current_user)]):
    return reset(me["name"])


def rename(name: str):
    return connection.execute(f"UPDATE users SET name = '{name}'")


@app.get("/rename/{name}")
def rename_if_known(name: str):
    """The caller looks at it first."""
    if refused(name):
        raise HTTPException(400)
    return rename(name)


@app.get("/users/{user_id}/rights")
def rights_of(user_id: str):
    """What is not found as a user is refused."""
    user = connection.execute("SELECT id FROM users WHERE id = ?", (user_id,)).fetchone()
    if not user:
        raise HTTPException(404)
    return connection.execute(f"INSERT INTO rights VALUES ('{user_id}', 1)")


@app.get("/users/{user_id}/visits")
def visits_of(user_id: str):
    """Looked up as well, and used whatever was found."""
    user = connection.execute("SELECT id FROM users WHERE id = ?", (user_id,)).fetchone()
    if not user:
        user = ("somebody",)
    return user, connection.execute(f"SELECT * FROM v WHERE id = '{user_id}'")  # error: FPI601


def in_buckets(width: str):
    """A literal by itself: nothing is compared with it."""
    return text(f"date_bin('{width}', created_at, now())")


def rows_with(status: str):
    return connection.execute(f"SELECT * FROM orders WHERE status = '{status}'")


def waiting():
    return [*rows_with("new"), *rows_with("paid")]


def rows_of_status(status: str):
    return connection.execute(f"SELECT * FROM orders WHERE status = {status}")  # error: FPI601


@app.get("/orders/{status}")
def orders(status: str):
    return rows_of_status(status)


def set_version(version: int):
    connection.execute(f"PRAGMA user_version = {version}")
    for column in COLUMNS:
        connection.execute(f"ALTER TABLE users ADD COLUMN {column} TEXT DEFAULT '{TABLE}'")


def bind(name: str, placeholder: str):
    return connection.execute(f"SELECT * FROM users WHERE name = {placeholder}", [name])


def copy_in(path: str, role: str):
    """Statements that take no bound parameters."""
    connection.execute(f"ATTACH DATABASE '{path}' AS other")
    connection.execute(f"CREATE USER app PASSWORD '{role}'")
    connection.execute(f"SELECT * FROM read_csv('{path}')")


@app.get("/rebound")
def rebound(name: str):
    name = "everyone"
    return connection.execute(f"SELECT * FROM users WHERE name = '{name}'")


@app.get("/catalogue/{table}")
def of_known_table(table: str):
    """No table has the name of an attack."""
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = :name", {"name": table})
    if known.fetchone() is None:
        raise HTTPException(404)
    return connection.execute(f"SELECT * FROM {table}")


@app.get("/inspected/{table}")
def of_inspected_table(table: str, session: SessionDep):
    if not inspect(session.get_bind()).has_table(table):
        raise HTTPException(404)
    return session.execute(text(f"SELECT * FROM {table}"))


@app.get("/catalogue/{table}/{column}")
def of_unknown_column(table: str, column: str):
    """Of two names, one was looked up."""
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,))
    if known.fetchone() is None:
        raise HTTPException(404)
    return connection.execute(f"SELECT {column} FROM {table}")  # error: FPI601


@app.get("/counted/{table}")
def counted(table: str):
    """The name is bound, but nothing refuses it."""
    connection.execute("UPDATE visits SET number = number + 1 WHERE name = ?", (table,))
    return connection.execute(f"SELECT * FROM {table}")  # error: FPI601


class Sales:
    """Salesforce reads SOQL, which has no bound parameters."""

    def __init__(self) -> None:
        self.api = Salesforce(domain="test")

    def query(self, soql: str) -> Any:
        return self.api.query(soql)


@app.get("/sales/{name}")
def sales_of(name: str):
    Salesforce(domain="test").query(f"SELECT Id FROM Account WHERE Name = '{name}'")
    return Sales().query(f"SELECT Id FROM Account WHERE Name = '{name}'")


class Shop:
    def query(self, statement: str) -> Any:
        return connection.execute(statement)


@app.get("/shop/{name}")
def shop_of(name: str):
    return Shop().query(f"SELECT id FROM users WHERE name = '{name}'")  # error: FPI601


@app.post("/filters/own")
def replaced_by_the_program(body: Filter, session: SessionDep, user: dict = Depends(current_user)):
    body.name = user["name"]
    session.execute(raw(f"INSERT INTO filters VALUES ('{body.name}')"))


@app.post("/filters/neat")
def changed_and_still_the_clients(body: Filter, session: SessionDep):
    body.name = body.name.strip()
    session.execute(raw(f"INSERT INTO filters VALUES ('{body.name}')"))  # error: FPI601


def rows_owned_by(owner):
    """It declares nothing; the route that calls it does."""
    return connection.execute(f"SELECT * FROM rows WHERE owner = '{owner}'")  # error: FPI601


def row_numbered(number):
    return connection.execute(f"SELECT * FROM rows WHERE id = {number}")


def rows_of_the_program(kind):
    return connection.execute(f"SELECT * FROM rows WHERE kind = '{kind}'")


@app.get("/rows/{owner}/{number}")
def rows(owner: str, number: int):
    return [rows_owned_by(owner), row_numbered(number), rows_of_the_program("open")]


# Helpers that are handed a name, or what may be none that does harm


def page_of(table: str, order: str):
    return connection.execute(f'SELECT * FROM "{table}" ORDER BY {order}')  # error: FPI601


@app.get("/pages/{table}")
def read_page(table: str, order: Literal["name", "age"]):
    return page_of(table, order)


def page_of_own(table: str, order: str):
    return connection.execute(f"SELECT * FROM {table} ORDER BY {order}")


@app.get("/own-pages")
def read_own_page(order: Order, by: Literal["name", "age"]):
    return page_of_own("users", order), page_of_own("orders", by)


def of_kind(kind: str, name: str):
    return connection.execute(
        f"SELECT * FROM items WHERE kind = '{kind}' AND name = '{name}'"  # error: FPI601
    )


@app.get("/kinds/{kind}")
def read_kind(kind: Literal["a", "b"], name: str):
    return of_kind(kind, name)


def of_number(number: str):
    return connection.execute(f"SELECT * FROM items WHERE number = '{number}'")


@app.get("/numbers/{number}")
def read_number(number: int, code: Annotated[str, Path(pattern="^[A-Z]+$")]):
    return of_number(number), of_number(code)


# Fields that a pattern or a validator holds to what does no harm, also those of a base


class Held(BaseModel):
    code: str = Field(pattern="^[A-Z]+$")
    short: str = Field(max_length=30)
    word: str
    kinds: list[Annotated[str, Field(pattern="^[a-z]+$")]] = []

    @field_validator("word")
    @classmethod
    def is_word(cls, word: str) -> str:
        if not word.isalpha():
            raise ValueError("no word")
        return word

    @property
    def both(self) -> str:
        return self.short + self.word


class HeldAsWell(Held):
    page: int = 1


@app.post("/held")
def find_held(held: Held, other: HeldAsWell):
    connection.execute(f"SELECT * FROM items WHERE code = '{held.code}'")
    connection.execute(f"SELECT * FROM items WHERE code = '{other.code}'")
    connection.execute(f"SELECT * FROM items WHERE word = '{other.word}'")
    connection.execute(f"SELECT * FROM items WHERE short = '{other.short}'")  # error: FPI601
    for kind in held.kinds:
        connection.execute(f"SELECT * FROM items WHERE kind = '{kind}'")
    return find_of_held(held)


def find_of_held(held: Held):
    connection.execute(f"SELECT * FROM items WHERE word = '{held.word}'")
    return connection.execute(f"SELECT * FROM items WHERE short = '{held.short}'")  # error: FPI601


# ----- statements that another function executes


def fetch_rows(query: str, limit: int = 10) -> list[Any]:
    print(query)
    found = connection.execute(query)
    return found.fetchmany(limit)


def fetch_by_name(*, query: str) -> list[Any]:
    return fetch_rows(query)


def fetch_with(session: Session, statement: str) -> Any:
    return session.execute(raw(statement))


def fetch_checked(query: str) -> list[Any]:
    validate_statement(query)
    return connection.execute(query).fetchall()


def validate_statement(query: str) -> None:
    if ";" in query or "'" in query:
        raise HTTPException(400)


def fetch_known(query: str) -> list[Any]:
    if query not in KNOWN_QUERIES:
        raise HTTPException(400)
    return connection.execute(query).fetchall()


def describe(query: str) -> str:
    return f"ran {query}"


KNOWN_QUERIES = {"SELECT 1"}


@app.get("/handed-over")
def handed_over(name: str):
    query = f"SELECT * FROM users WHERE name = '{name}'"  # error: FPI601
    return fetch_rows(query)


@app.get("/handed-on")
def handed_on(name: str, session: SessionDep):
    fetch_with(session, f"SELECT * FROM users WHERE id = CAST({name} AS INT)")  # error: FPI601
    return fetch_by_name(query="SELECT * FROM users WHERE name = '" + name + "'")  # error: FPI601


@app.get("/handed-to-others")
def handed_to_others(name: str, number: int):
    fetch_rows(f"SELECT * FROM users WHERE id = {number}")
    fetch_checked(f"SELECT * FROM users WHERE name = '{name}'")
    fetch_known(f"SELECT * FROM users WHERE name = '{name}'")
    return describe(f"SELECT * FROM users WHERE name = '{name}'")


@app.get("/not-found")
def not_found(name: str, other: str):
    """What is not found is refused, but has been run by then."""
    query = f"SELECT * FROM users WHERE name = '{name}'"  # error: FPI601
    rows = connection.execute(query).fetchall()
    if not rows:
        raise HTTPException(404)
    found = fetch_rows(f"SELECT * FROM users WHERE name = '{other}'")  # error: FPI601
    if not found:
        raise HTTPException(404)
    return rows
