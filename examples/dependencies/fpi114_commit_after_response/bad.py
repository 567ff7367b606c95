from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

engine = create_engine("sqlite:///users.db")
SessionLocal = sessionmaker(engine)

app = FastAPI()


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)


def get_session() -> Iterator[Session]:
    with SessionLocal() as session:
        yield session
        session.commit()  # error: FPI114


@app.post("/users", status_code=201)
def create_user(email: str, session: Annotated[Session, Depends(get_session)]) -> None:
    session.add(User(email=email))
