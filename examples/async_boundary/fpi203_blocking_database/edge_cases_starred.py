"""Names that only the one library can have brought in of which everything is imported."""

from fastapi import FastAPI
from peewee import *  # noqa: F403

app = FastAPI()


class Base(Model):  # noqa: F405
    class Meta:
        database = SqliteDatabase("shop.db")  # noqa: F405


class Item(Base):
    name = CharField()  # noqa: F405


class Select:
    """No name of the library, though it has one like it."""

    @classmethod
    def create(cls, name: str) -> str:
        return name


@app.post("/items")
async def add(name: str) -> int:
    item = Item.create(name=name)  # error: FPI203
    return item.id


@app.get("/select")
async def select(name: str) -> str:
    return Select.create(name)
