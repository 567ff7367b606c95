"""The `with` block of some connections ends the transaction, and closes nothing."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Annotated, Any

import psycopg
import psycopg2
import psycopg2.pool
import pyodbc
from fastapi import APIRouter, Depends
from sqlalchemy import create_engine, text

router = APIRouter()
engine = create_engine("sqlite://")
pool = psycopg2.pool.ThreadedConnectionPool(1, 5, "dbname=items")


def connect() -> Any:
    return psycopg2.connect("dbname=items")


def connect_somehow() -> pyodbc.Connection:
    for driver in pyodbc.drivers():
        try:
            return pyodbc.connect(driver=driver)
        except pyodbc.Error:
            continue
    return connect()


# Alarms


@router.get("/a/sqlite3")
def by_sqlite3() -> Any:
    with sqlite3.connect("items.db") as db, closing(db.cursor()) as cursor:  # error: FPI106
        return cursor.execute("SELECT name FROM items").fetchall()


@router.get("/a/opened-before")
def opened_before() -> None:
    connection = sqlite3.connect("items.db")  # error: FPI106
    with connection:
        connection.execute("DELETE FROM items")


@router.get("/a/lent")
def lent() -> Any:
    with pool.getconn() as connection:  # error: FPI106
        return connection.cursor()


@router.get("/a/closed-behind-it")
def closed_behind_it() -> None:
    with psycopg2.connect("dbname=items") as connection:  # error: FPI106
        connection.cursor().execute("DELETE FROM items")
    connection.close()


def get_connection() -> Iterator[sqlite3.Connection]:
    with sqlite3.connect("items.db") as db:  # error: FPI106
        yield db


@router.get("/a/dependency")
def of_a_dependency(db: Annotated[sqlite3.Connection, Depends(get_connection)]) -> None:
    db.execute("DELETE FROM items")


# Near misses


@router.get("/n/helper")
def by_a_helper() -> Any:
    """The last reference goes with the call, and the connection of psycopg2 with it."""
    with connect() as connection:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM items")
            return cursor.fetchall()


@router.get("/n/helper-of-one-class")
def by_a_helper_that_declares_it() -> Any:
    with connect_somehow() as connection:
        return connection.execute("SELECT name FROM items").fetchall()


@router.get("/n/opened-before")
def opened_by_pyodbc() -> None:
    connection = pyodbc.connect("DSN=items")
    with connection:
        connection.execute("DELETE FROM items")


@router.get("/n/closed")
def closed() -> None:
    with closing(sqlite3.connect("items.db")) as db, db:
        db.execute("DELETE FROM items")


@router.get("/n/in-finally")
def in_finally() -> None:
    connection = connect()
    try:
        with connection:
            connection.cursor().execute("DELETE FROM items")
    finally:
        connection.close()


@router.get("/n/given-back")
def given_back() -> None:
    connection = pool.getconn()
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("DELETE FROM items")
    finally:
        pool.putconn(connection)


@router.get("/n/closing-ones")
def closing_ones() -> None:
    with psycopg.connect("dbname=items") as connection:
        connection.execute("DELETE FROM items")
    with engine.connect() as other:
        other.execute(text("SELECT 1"))


def keep(connection: Any) -> None:
    kept.append(connection)


kept: list[Any] = []


@router.get("/n/handed-on")
def handed_on() -> None:
    with connect() as connection:
        keep(connection)


@router.get("/n/nobody-has-it")
def nobody_has_it() -> None:
    with sqlite3.connect("items.db"):
        pass
