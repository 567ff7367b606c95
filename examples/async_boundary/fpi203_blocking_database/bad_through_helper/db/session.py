from collections.abc import Iterator

from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

SessionLocal = sessionmaker(create_engine("postgresql+psycopg://localhost/shop"))


def get_db() -> Iterator[Session]:
    with SessionLocal() as session:
        yield session
