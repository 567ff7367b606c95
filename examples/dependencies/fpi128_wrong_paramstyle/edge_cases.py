import sqlite3
from typing import Any

import aiosqlite
import asyncpg
import psycopg
from psycopg_pool import AsyncConnectionPool, ConnectionPool
from sqlalchemy import Connection, text

FIND = """
    SELECT name FROM users  -- by email
    WHERE email = %(email)s
"""
PLAIN = "SELECT name FROM users WHERE id = ?"


class Users:
    def __init__(self, connection: psycopg.Connection, pool: asyncpg.Pool) -> None:
        self.cursor = connection.cursor()
        self.pool = pool

    async def alarms(self, email: str) -> None:
        self.cursor.execute(PLAIN, (email,))  # error: FPI128
        self.cursor.execute("SELECT 1 FROM users WHERE email = $1", [email])  # error: FPI128
        await self.pool.fetchrow("SELECT 1 FROM users WHERE email = %s", email)  # error: FPI128
        async with self.pool.acquire() as connection:
            await connection.execute("DELETE FROM users WHERE email = :e", email)  # error: FPI128
            await connection.fetchval(PLAIN, email)  # error: FPI128


async def alarms(email: str, table: str, pool: ConnectionPool, other: AsyncConnectionPool) -> None:
    cursor = sqlite3.connect("users.db").cursor()
    cursor.execute(FIND, {"email": email})  # error: FPI128
    cursor.execute(f"SELECT 1 FROM {table} WHERE email = %s", (email,))  # error: FPI128
    cursor.executemany("INSERT INTO users VALUES (%s)", [(email,)])  # error: FPI128
    async with aiosqlite.connect("users.db") as database:
        await database.execute("SELECT 1 FROM users WHERE id = %s", (email,))  # error: FPI128
    with pool.connection() as connection:
        connection.execute("SELECT id::int WHERE email = :e", (email,))  # error: FPI128
    async with other.connection() as asynchronous:
        await asynchronous.execute(PLAIN, (email,))  # error: FPI128
        await asynchronous.cursor().execute(PLAIN, params=(email,))  # error: FPI128


def innocent(email: str, connection: Connection, anything: Any, rows: list[Any]) -> None:
    lite = sqlite3.connect("users.db")
    lite.execute(PLAIN, (email,))
    lite.execute("SELECT 1 FROM users WHERE email = :email", {"email": email})
    lite.execute("SELECT strftime('%s', created) FROM users WHERE id = ?", (email,))
    lite.execute("SELECT strftime('%s', created) FROM users", rows)
    lite.execute("SELECT id %s FROM users" % email)  # noqa: UP031
    lite.execute("SELECT '%s' FROM users", ())
    with psycopg.connect("dbname=users") as server:
        server.execute(FIND, {"email": email})
        server.execute("SELECT id::int FROM users WHERE email = %s", (email,))
        server.execute("SELECT id::int, '12:30' FROM users", rows)
        server.execute("SELECT tags[1:size] FROM users", rows)
        server.execute("SELECT data ? 'key' FROM users")
        server.execute("SELECT data ? 'key' FROM users WHERE id = %s", (email,))
        server.execute("SELECT data ?| keys, data @? path FROM users", rows)
        server.execute("SELECT 1 -- who? :nobody\n", rows)
    connection.execute(text("SELECT 1 FROM users WHERE email = :email"), {"email": email})
    anything.execute(PLAIN, (email,))


async def innocent_with_asyncpg(email: str) -> None:
    connection = await asyncpg.connect("postgresql://db.example.org/users")
    await connection.fetch("SELECT 1 FROM users WHERE email = $1", email)
    await connection.fetch("SELECT data ? 'key' FROM users WHERE email = $1", email)
    await connection.fetch("SELECT data ? 'key' FROM users")
    await connection.fetch("SELECT amount %scale FROM users", email)
