# options: target-versions = sqlalchemy=1.3
from fastapi import FastAPI
from sqlalchemy import Column, Integer, create_engine
from sqlalchemy.orm import declarative_base, sessionmaker

Base = declarative_base()
engine = create_engine("sqlite://")
LocalSession = sessionmaker(bind=engine)
app = FastAPI()


class Item(Base):
    __tablename__ = "item"
    id = Column(Integer, primary_key=True)


# A session that `with` cannot enter is closed in `finally`


@app.get("/never")
def never_closed() -> int:
    session = LocalSession()  # error: FPI106
    return session.query(Item).count()


@app.get("/finally")
def closed_in_finally() -> int:
    session = LocalSession()
    try:
        return session.query(Item).count()
    finally:
        session.close()
