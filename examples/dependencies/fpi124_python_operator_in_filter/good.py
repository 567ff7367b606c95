from fastapi import FastAPI
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

engine = create_engine("sqlite:///items.db")

app = FastAPI()


class Base(DeclarativeBase):
    pass


class Item(Base):
    __tablename__ = "items"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int]
    sold_at: Mapped[int | None]


@app.get("/users/{user_id}/items/{item_id}")
def is_sold(user_id: int, item_id: int) -> bool:
    query = select(Item).where(Item.id == item_id, Item.owner_id == user_id)
    with Session(engine) as session:
        return session.scalars(query).one().sold_at is not None


@app.get("/items")
def list_items() -> list[int]:
    query = select(Item.id).where(Item.sold_at.is_(None))
    with Session(engine) as session:
        return list(session.scalars(query))
