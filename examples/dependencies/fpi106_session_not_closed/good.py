from typing import Annotated

from fastapi import FastAPI, HTTPException, Path
from sqlalchemy import create_engine, text
from sqlalchemy.orm import sessionmaker

engine = create_engine("sqlite:///items.db", pool_pre_ping=True)
SessionLocal = sessionmaker(engine)

app = FastAPI()


@app.get("/items/count")
def count_items() -> int:
    with SessionLocal() as session:
        return session.execute(text("SELECT count(*) FROM items")).scalar_one()


@app.get("/items/{item_id}")
def read_item(item_id: Annotated[int, Path()]) -> str:
    session = SessionLocal()
    try:
        query = text("SELECT name FROM items WHERE id = :id")
        name = session.execute(query, {"id": item_id}).scalar_one_or_none()
        if name is None:
            raise HTTPException(404)
        return name
    finally:
        session.close()
