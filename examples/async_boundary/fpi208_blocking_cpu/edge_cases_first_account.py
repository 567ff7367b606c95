from collections.abc import AsyncIterator
from typing import Annotated, Any

import asyncpg
import bcrypt
from fastapi import Depends, FastAPI, HTTPException
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

app = FastAPI()


class Base(DeclarativeBase): ...


class User(Base):
    __tablename__ = "users"
    mail: Mapped[str] = mapped_column(primary_key=True)
    secret: Mapped[bytes]


async def connect() -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect("postgresql://localhost/shop")
    try:
        yield connection
    finally:
        await connection.close()


Db = Annotated[AsyncSession, Depends()]


async def run(session: AsyncSession, query: Select[Any]) -> Any:
    return await session.scalars(query)


async def insert_user(connection: asyncpg.Connection, mail: str, secret: bytes) -> None:
    await connection.execute("INSERT INTO users VALUES ($1, $2)", mail, secret)


# What is asked before, by a helper: nobody gets there a second time


async def refuse_if_set_up(mail: str, session: AsyncSession) -> None:
    found = await run(session, select(User).limit(1))
    existing = found.first()
    if existing:
        raise HTTPException(409)
    if "@" not in mail:
        raise HTTPException(400)


async def create_first_user(session: AsyncSession, mail: str, password: str) -> None:
    secret = bcrypt.hashpw(password.encode(), bcrypt.gensalt())
    session.add(User(mail=mail, secret=secret))
    await session.commit()


@app.post("/set-up")
async def set_up(session: Db, mail: str, password: str) -> None:
    await refuse_if_set_up(mail, session)
    await create_first_user(session, mail, password)


@app.post("/set-up-here")
async def set_up_here(session: Db, mail: str, password: str) -> None:
    await refuse_if_set_up(mail, session)
    session.add(User(mail=mail, secret=bcrypt.hashpw(password.encode(), bcrypt.gensalt())))


@app.post("/set-up-by-sql")
async def set_up_by_sql(
    connection: Annotated[asyncpg.Connection, Depends(connect)], mail: str, password: str
) -> None:
    count = await connection.fetchval("SELECT count(*) FROM users") or 0
    if count > 0:
        raise HTTPException(403)
    secret = bcrypt.hashpw(password.encode(), bcrypt.gensalt())
    await insert_user(connection, mail, secret)


# Alarms: whoever comes with another mail gets there


@app.post("/join-by-sql")
async def join_by_sql(
    connection: Annotated[asyncpg.Connection, Depends(connect)], mail: str, password: str
) -> None:
    if await connection.fetchval("SELECT count(*) FROM users WHERE mail = $1", mail):
        raise HTTPException(409)
    secret = bcrypt.hashpw(password.encode(), bcrypt.gensalt())  # error: FPI208
    await insert_user(connection, mail, secret)


async def refuse_if_known(mail: str, session: AsyncSession) -> None:
    existing = (await run(session, select(User).where(User.mail == mail))).first()
    if existing:
        raise HTTPException(409)


async def look(session: AsyncSession, force: bool = True) -> None:
    if force:
        return
    if (await run(session, select(User).limit(1))).first():
        raise HTTPException(409)


async def create_user(session: AsyncSession, mail: str, password: str) -> None:
    secret = bcrypt.hashpw(password.encode(), bcrypt.gensalt())  # error: FPI208
    session.add(User(mail=mail, secret=secret))


@app.post("/register")
async def register(session: Db, mail: str, password: str) -> None:
    await refuse_if_known(mail, session)
    session.add(User(mail=mail, secret=bcrypt.hashpw(password.encode(), b"")))  # error: FPI208


@app.post("/look")
async def look_before(session: Db, mail: str, password: str) -> None:
    await look(session)
    session.add(User(mail=mail, secret=bcrypt.hashpw(password.encode(), b"")))  # error: FPI208


@app.post("/first")
async def first(session: Db, mail: str, password: str) -> None:
    await refuse_if_set_up(mail, session)
    await create_user(session, mail, password)


@app.post("/second")
async def second(session: Db, mail: str, password: str) -> None:
    await create_user(session, mail, password)
