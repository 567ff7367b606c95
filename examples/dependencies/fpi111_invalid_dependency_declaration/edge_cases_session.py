from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

router = APIRouter()
SessionLocal = sessionmaker(create_engine("sqlite://"))


class OwnSession(Session):
    def __init__(self) -> None:
        super().__init__(create_engine("sqlite://"))


def get_db() -> Iterator[Session]:
    with SessionLocal() as db:
        yield db


@router.get("/made")
def made(
    a: Session = Depends(),  # error: FPI111
    b: Annotated[Session, Depends()] = None,  # error: FPI111
    c: Session = Depends(Session),  # error: FPI111
): ...


@router.get("/given")
def given(
    a: Session = Depends(get_db),
    b: Annotated[Session, Depends(get_db)] = None,
    c: OwnSession = Depends(),
): ...
