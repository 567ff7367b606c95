from collections.abc import Iterator

from fastapi import Depends, FastAPI
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

from .queries import Users, named, users, users_or_names

SessionLocal = sessionmaker(create_engine("sqlite:///users.db"))
app = FastAPI()
repository = Users()


class Store:
    def query(self, model: object) -> "Store":
        return self

    def order_by(self, field: object) -> "Store":
        return self

    def all(self) -> list[str]:
        return []


def get_db() -> Iterator[Session]:
    with SessionLocal() as db:
        yield db


@app.get("/1")
async def what_a_helper_makes_of_it(db: Session = Depends(get_db)) -> object:
    return users(db).all()  # error: FPI203


@app.get("/2")
async def what_it_may_narrow(name: str, db: Session = Depends(get_db)) -> object:
    query = named(db=db, name=name)
    query = query.limit(10)
    return query.all()  # error: FPI203


@app.get("/3")
async def what_a_method_makes_of_it(db: Session = Depends(get_db)) -> object:
    return repository.all(db).count()  # error: FPI203


@app.get("/4")
async def what_may_be_something_else(names: str, db: Session = Depends(get_db)) -> object:
    return users_or_names(db, names).count("a")


@app.get("/5")
async def what_it_makes_of_something_else() -> object:
    return users(Store()).all()


@app.get("/6")
def in_a_thread(db: Session = Depends(get_db)) -> object:
    return users(db).all()
