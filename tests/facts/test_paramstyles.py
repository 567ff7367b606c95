"""Every driver knows its own marks for parameters, and no others (FPI128)."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing, nullcontext

import psycopg
import pytest
from psycopg._queries import PostgresQuery
from psycopg.adapt import Transformer


@pytest.mark.parametrize(
    ("statement", "parameters"),
    [("SELECT ?", (1,)), ("SELECT :a", {"a": 1}), ("SELECT $1", {"1": 1})],
)
def test_sqlite_knows(statement: str, parameters: Sequence[int] | Mapping[str, int]) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        assert connection.execute(statement, parameters).fetchone() == (1,)


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="the warning says: an error since 3.14")
def test_sqlite_takes_a_sequence_for_names() -> None:
    """Such as `$1`, which is one to it; since Python 3.12 it warns."""
    warns = pytest.warns(DeprecationWarning, match="is a named parameter")
    with (
        closing(sqlite3.connect(":memory:")) as connection,
        warns if sys.version_info >= (3, 12) else nullcontext(),
    ):
        assert connection.execute("SELECT $1", (1,)).fetchone() == (1,)


@pytest.mark.parametrize(
    ("statement", "parameters"), [("SELECT %s", (1,)), ("SELECT %(a)s", {"a": 1})]
)
def test_sqlite_does_not_know(
    statement: str, parameters: Sequence[int] | Mapping[str, int]
) -> None:
    with (
        closing(sqlite3.connect(":memory:")) as connection,
        pytest.raises(sqlite3.OperationalError, match="syntax error"),
    ):
        connection.execute(statement, parameters)


def converted(statement: str, parameters: Sequence[int] | Mapping[str, int]) -> bytes:
    query = PostgresQuery(Transformer())
    query.convert(statement, parameters)
    return query.query


@pytest.mark.parametrize(
    ("statement", "parameters"), [("SELECT %s", (1,)), ("SELECT %(a)s", {"a": 1})]
)
def test_psycopg_knows(statement: str, parameters: Sequence[int] | Mapping[str, int]) -> None:
    assert converted(statement, parameters) == b"SELECT $1"


@pytest.mark.parametrize("mark", [":a", "?", "$1"])
def test_psycopg_does_not_know(mark: str) -> None:
    with pytest.raises(psycopg.ProgrammingError, match="0 placeholders but 1 parameters"):
        converted(f"SELECT {mark}", (1,))
    # With a dict, it hands the mark on, which PostgreSQL has no use for.
    assert converted("SELECT :a", {"a": 1}) == b"SELECT :a"
