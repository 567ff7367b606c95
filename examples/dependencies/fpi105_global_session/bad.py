from fastapi import FastAPI
from sqlalchemy import create_engine, text
from sqlalchemy.orm import sessionmaker

engine = create_engine("sqlite:///items.db", pool_pre_ping=True)
SessionLocal = sessionmaker(engine)
session = SessionLocal()  # error: FPI105

app = FastAPI()


@app.post("/items")
def create_item(name: str) -> None:
    session.execute(text("INSERT INTO items VALUES (:name)"), {"name": name})
    session.commit()
