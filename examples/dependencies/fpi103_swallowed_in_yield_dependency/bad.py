from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

engine = create_engine("sqlite:///items.db", pool_pre_ping=True)
SessionLocal = sessionmaker(engine)

app = FastAPI()


def get_session() -> Iterator[Session]:
    session = SessionLocal()
    try:
        yield session
    except Exception:  # error: FPI103
        session.rollback()
    finally:
        session.close()


@app.get("/items/{name}")
def find_item(name: str, session: Annotated[Session, Depends(get_session)]) -> int:
    query = "SELECT id FROM items WHERE name = ?"
    item_id = session.connection().exec_driver_sql(query, (name,)).scalar()
    if item_id is None:
        raise HTTPException(404)  # the client gets 500 instead
    return int(item_id)
