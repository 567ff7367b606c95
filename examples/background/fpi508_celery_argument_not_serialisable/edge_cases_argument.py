"""An application that is made with another serializer."""

from celery import Celery
from fastapi import APIRouter
from pydantic import BaseModel

router = APIRouter()
queue = Celery("other", broker="redis://localhost", task_serializer="pickle")


class Item(BaseModel):
    name: str


@queue.task
def work(item: Item) -> None: ...


@router.post("/")
def create(item: Item) -> None:
    work.delay(item)
