from collections.abc import Iterator

from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

engine = create_engine("sqlite:///items.db", pool_pre_ping=True)
SessionLocal = sessionmaker(engine)


def get_session() -> Iterator[Session]:
    with SessionLocal() as session:
        yield session


def sessions_of_a_script() -> Iterator[Session]:
    """Never given to `Depends`: its caller decides what an exception does."""
    session = SessionLocal()
    yield session
    session.close()
