from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

engine = create_engine("sqlite:///users.db")
SessionLocal = sessionmaker(engine)
app = FastAPI()


class Base(DeclarativeBase): ...


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


def get_db() -> Iterator[Session]:
    with SessionLocal() as session:
        yield session


@app.get("/users/{user_id}")
async def read_user(user_id: int, db: Annotated[Session, Depends(get_db)]) -> str:
    user = db.get(User, user_id)  # error: FPI203
    if user is None:
        raise HTTPException(404)
    return user.name


@app.get("/users")
async def read_users() -> list[str]:
    with SessionLocal() as db:
        return list(db.scalars(select(User.name).limit(100)))  # error: FPI203
