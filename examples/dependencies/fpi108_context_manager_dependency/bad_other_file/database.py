from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

engine = create_engine("sqlite:///shop.db")


@contextmanager
def get_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session
