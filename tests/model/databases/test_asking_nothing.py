"""Queries that read no table, of SQLite."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model import BlockingCall
from tests.model.build import project

MAIN = """
from typing import Annotated
from fastapi import Depends, FastAPI
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from app.database import make_session

app = FastAPI()

@app.get("/health")
async def health(db: Annotated[Session, Depends(lambda: make_session())]):
    {query}
"""
DATABASE = """
import os
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
url = os.environ["DATABASE_URL"]
engine = create_engine({given})
make_session = sessionmaker(engine)
"""
OF_A_FILE = "'sqlite:///app.db'"


def blocks(folder: Path, query: str, given: str, others: str = "") -> bool:
    files = {
        "app/main.py": MAIN.format(query=query),
        "app/database.py": DATABASE.format(given=given) + others,
        "check.py": "from sqlalchemy import create_engine\ncreate_engine('mysql://a')\n",
    }
    return bool([*project(folder, files, "app/main.py").each(BlockingCall)])


@pytest.mark.parametrize(
    "query",
    ["db.execute(text('SELECT 1'))", "db.scalar(text('select 1;'))", "db.execute(select(1))"],
)
@pytest.mark.parametrize(
    "given",
    [
        OF_A_FILE,
        "url, connect_args={'check_same_thread': False, 'timeout': 15}",
        "str(url), echo=True, connect_args={'check_same_thread': False}, pool_size=5",
    ],
)
def test_such_a_query_blocks_for_no_time(tmp_path: Path, query: str, given: str) -> None:
    assert not blocks(tmp_path, query, given)


@pytest.mark.parametrize(
    ("query", "given"),
    [
        ("db.execute(text('SELECT 1 FROM items'))", OF_A_FILE),
        ("db.execute(text('SELECT count(*)'))", OF_A_FILE),
        ("db.commit()", OF_A_FILE),
        ("db.execute(text('SELECT 1'))", "url"),
        ("db.execute(text('SELECT 1'))", "'postgresql://db/app'"),
        (
            "db.execute(text('SELECT 1'))",
            "url, connect_args={'check_same_thread': False} if 'sqlite' in url else {}",
        ),
    ],
)
def test_other_queries_and_databases_are_waited_for(tmp_path: Path, query: str, given: str) -> None:
    assert blocks(tmp_path, query, given)


def test_one_of_several_engines_may_be_of_another_database(tmp_path: Path) -> None:
    other = "other = create_engine(url)"
    assert blocks(tmp_path, "db.execute(text('SELECT 1'))", OF_A_FILE, other)
