"""A file such as many applications begin with: what is imported for it, a first run waits for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Annotated

import httpx
from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, HTTPException, UploadFile
from fastapi.middleware.cors import CORSMiddleware
from pydantic import BaseModel
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

engine = create_engine("postgresql+psycopg://localhost/shop", pool_pre_ping=True)
SessionLocal = sessionmaker(engine)


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer: Mapped[str]


class NewOrder(BaseModel):
    customer: str


def get_db() -> Iterator[Session]:
    with SessionLocal() as session:
        yield session


SessionDep = Annotated[Session, Depends(get_db)]


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with httpx.AsyncClient() as client:
        app.state.client = client
        yield


app = FastAPI(lifespan=lifespan)
app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example"])
router = APIRouter(prefix="/orders")


@router.get("/{order_id}")
def read_order(order_id: int, session: SessionDep) -> Order:
    order = session.get(Order, order_id)
    if order is None:
        raise HTTPException(status_code=404)
    return order


@router.get("/")
def read_orders(session: SessionDep) -> list[Order]:
    return list(session.scalars(select(Order)))


@router.post("/")
def create_order(order: NewOrder, session: SessionDep, tasks: BackgroundTasks) -> Order:
    created = Order(customer=order.customer)
    session.add(created)
    session.commit()
    tasks.add_task(print, created.id)
    return created


@router.post("/{order_id}/picture")
async def add_picture(order_id: int, picture: UploadFile) -> dict[str, int]:
    return {"size": len(await picture.read())}


app.include_router(router)
