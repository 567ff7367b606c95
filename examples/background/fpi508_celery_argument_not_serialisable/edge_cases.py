"""What Celery's JSON holds, and what it does not."""

import datetime
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from celery import Celery, chain
from fastapi import APIRouter, BackgroundTasks, Depends, Request, UploadFile
from pydantic import BaseModel
from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, declarative_base, mapped_column

router = APIRouter()
queue = Celery("shop", broker="redis://localhost")
engine = create_engine("sqlite://")
Old = declarative_base()


class Base(DeclarativeBase): ...


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class OldUser(Old):
    __tablename__ = "old_users"
    id = mapped_column(primary_key=True)


class Item(BaseModel):
    name: str


class Basket(BaseModel):
    items: list[Item]
    names: list[str]


class Speaking(BaseModel):
    def __json__(self) -> dict[str, Any]:
        return self.model_dump()


@dataclass
class Point:
    x: int


class Pair(NamedTuple):
    x: int
    y: int


def get_session() -> Session:
    return Session(engine)


def get_anything(request: Request) -> Any:
    return request.headers


@queue.task(bind=True, max_retries=3)
def work(self: Any, *given: Any, **named: Any) -> None: ...


@queue.task(serializer="pickle")
def pickled(*given: Any) -> None: ...


@queue.task(serializer="json")
def plain(*given: Any) -> None: ...


@queue.task(pydantic=True)
def taking_models(item: Item, *given: Any) -> None: ...


SessionDep = Annotated[Session, Depends(get_session)]


@router.post("/not-json")
def not_json(
    item: Item,
    items: list[Item],
    file: UploadFile,
    files: list[UploadFile],
    request: Request,
    session: SessionDep,
    tasks: BackgroundTasks,
    basket: Basket,
) -> None:
    user = User(id=1)
    old = OldUser()
    queue.send_task("work", args=[item])  # error: FPI508
    queue.send_task("work", [1], {"item": item})  # error: FPI508
    work.delay(item)  # error: FPI508
    work.delay(items)  # error: FPI508
    work.delay(1, item=item)  # error: FPI508
    work.delay(basket.items)  # error: FPI508
    work.delay(basket.items[0])  # error: FPI508
    work.delay([each for each in items if each.name])  # error: FPI508
    for each in basket.items:
        work.delay(each)  # error: FPI508
    work.delay(file)  # error: FPI508
    work.delay(files)  # error: FPI508
    work.delay(request)  # error: FPI508
    work.delay(session, user.id)  # error: FPI508
    work.delay(tasks)  # error: FPI508
    work.delay(user)  # error: FPI508
    work.delay(old)  # error: FPI508
    work.delay(Point(1))  # error: FPI508
    work.delay({1, 2})  # error: FPI508
    work.delay(frozenset([1]))  # error: FPI508
    work.delay([1, {"a": {1, 2}}])  # error: FPI508
    work.delay(Path("a"))  # error: FPI508
    work.delay(datetime.timedelta(1))  # error: FPI508
    work.delay(lambda: 1)  # error: FPI508
    work.apply_async((item,), countdown=5)  # error: FPI508
    work.apply_async(kwargs={"item": item})  # error: FPI508
    work.apply_async(kwargs=dict(item=item))  # error: FPI508
    work.apply_async((item,), serializer="json")  # error: FPI508
    work.s(item).delay()  # error: FPI508
    work.si(item).apply_async()  # error: FPI508
    plain.delay(item)  # error: FPI508
    taking_models.delay(item, {1})  # error: FPI508


@router.post("/json")
def json(
    item: Item,
    items: list[Item],
    speaking: Speaking,
    file: UploadFile,
    session: SessionDep,
    anything: Annotated[Any, Depends(get_anything)],
    since: datetime.date,
    basket: Basket,
) -> None:
    user = User(id=1)
    work.delay(item.name, item.model_dump(), [each.model_dump() for each in items])
    work.delay(1, 1.0, "a", None, b"a", [1], (1, 2), {"a": 1}, uuid.uuid4(), since, Pair(1, 2))
    work.delay(speaking, user.id, file.filename, str(Path("a")), anything)
    work.delay(basket.names, basket.names[0], basket.items[0].name)
    work.delay([each.name for each in basket.items])
    work.apply_async(kwargs=dict(name=item.name))
    work.delay(*items)
    work.delay(**item.model_dump())
    work.apply_async((item,), serializer="pickle")
    work.apply_async(countdown=5)
    pickled.delay(item)
    taking_models.delay(item)
    work.apply(args=(item,))
    work(None, item)
    chain(work.s(1), work.s(2)).delay()
    work.s(item)
    Other().delay(item)
    session.close()


class Other:
    def delay(self, item: Item) -> None: ...


# -- sets and generators that are written as comprehensions, and rows that a session loads


@router.post("/comprehensions")
def comprehensions(names: list[str]) -> None:
    work.delay({name.lower() for name in names})  # error: FPI508
    unique = {name.lower() for name in names}
    work.apply_async(kwargs={"names": unique})  # error: FPI508
    work.delay(name.lower() for name in names)  # error: FPI508
    work.delay(sorted({name.lower() for name in names}), list(unique), len(unique))
    work.delay([name.lower() for name in names], {name: 1 for name in names})


@router.post("/rows")
async def rows(session: SessionDep, others: AsyncSession) -> None:
    user = session.get(User, 1)
    if user is not None:
        work.delay(user)  # error: FPI508
        work.delay(user.id)
    work.delay(await others.get(User, 1))  # error: FPI508
    work.delay(session.query(User).filter(User.id == 1).first())  # error: FPI508
    work.delay(session.query(User.id).first()[0])
    work.delay(session.query(User).with_entities(User.id).first())
    work.delay(session.query(User, OldUser).first())
    work.delay({"get": 1}.get("get"), session.get(User, 1).id)
