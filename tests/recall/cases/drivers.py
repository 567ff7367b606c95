"""Database drivers without an ORM."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Annotated

import aiosqlite
import asyncpg
import mysql.connector
import oracledb
import psycopg
import psycopg2
import pymysql
import pyodbc
from fastapi import Depends, FastAPI
from psycopg2.extras import RealDictCursor

app = FastAPI()
DSN = "dbname=shop"


@app.get("/psycopg2")
async def with_psycopg2() -> None:
    psycopg2.connect(DSN, cursor_factory=RealDictCursor)  # blocks: database


@app.get("/psycopg2-twin")
def with_psycopg2_twin() -> None:
    psycopg2.connect(DSN, cursor_factory=RealDictCursor)


@app.get("/psycopg")
async def with_psycopg() -> None:
    with psycopg.connect(DSN):  # blocks: database
        pass


@app.get("/psycopg-twin")
async def with_psycopg_twin() -> None:
    async with await psycopg.AsyncConnection.connect(DSN) as connection:
        await connection.execute("SELECT 1")


@app.get("/pymysql")
async def with_pymysql() -> None:
    connection = pymysql.connect(host="db", user="shop")  # blocks: database
    connection.close()


@app.get("/mysql")
async def with_mysql() -> None:
    mysql.connector.connect(host="db")  # blocks: database


@app.get("/odbc")
async def with_odbc() -> None:
    pyodbc.connect("DSN=shop")  # blocks: database


@app.get("/oracle")
async def with_oracle() -> None:
    oracledb.connect(user="shop")  # blocks: database


@app.get("/oracle-twin")
async def with_oracle_twin() -> None:
    connection = await oracledb.connect_async(user="shop")
    await connection.close()


@app.get("/sqlite")
async def with_sqlite() -> None:
    with closing(sqlite3.connect("shop.db")):  # blocks: database
        pass


@app.get("/sqlite-twin")
async def with_sqlite_twin() -> None:
    async with aiosqlite.connect("shop.db") as connection:
        await connection.execute("SELECT 1")


@app.get("/asyncpg-twin")
async def with_asyncpg() -> None:
    connection = await asyncpg.connect("postgres://localhost/shop")
    await connection.execute("SELECT 1")
    await connection.close()


def get_connection() -> Iterator[sqlite3.Connection]:
    with sqlite3.connect("shop.db", check_same_thread=False) as connection:
        yield connection


Connection = Annotated[sqlite3.Connection, Depends(get_connection)]


@app.get("/injected")
async def injected(connection: Connection) -> None:
    connection.execute("DELETE FROM cart")  # blocks: database


@app.get("/injected-twin")
def injected_twin(connection: Connection) -> None:
    connection.execute("DELETE FROM cart")


def connect() -> "psycopg2.extensions.connection":
    return psycopg2.connect(DSN)


def total() -> int:
    connection = connect()
    cursor = connection.cursor()
    cursor.execute("SELECT count(*) FROM cart")
    return cursor.fetchone()[0]


@app.get("/total")
async def total_of_carts() -> int:
    return total()  # blocks: database


@app.get("/total-twin")
async def total_of_carts_twin() -> int:
    return await asyncio.to_thread(total)
