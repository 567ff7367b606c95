from typing import Annotated, Literal

from sqlalchemy import select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from fastapi import Depends, FastAPI, Header

app = FastAPI()


class Base(DeclarativeBase):
    pass


class Box(Base):
    __tablename__ = "boxes"
    id: Mapped[int] = mapped_column(primary_key=True)


def get_session() -> Session: ...


SessionDep = Annotated[Session, Depends(get_session)]


class Order:
    def __init__(self, by: str = "id", fixed: Literal["id", "name"] = "id") -> None:
        self.by = by
        self.fixed = fixed
        self.upper = by.upper()


class CheckedOrder:
    def __init__(self, by: str = "id") -> None:
        if by not in ("id", "name"):
            raise ValueError(by)
        self.by = by


# Alarms


@app.get("/boxes")
def boxes(order: Annotated[Order, Depends()], session: SessionDep) -> list[Box]:
    return [*session.scalars(select(Box).order_by(text(f"{order.by} DESC")))]  # error: FPI601


@app.get("/plain-boxes")
def plain_boxes(by: str, session: SessionDep) -> list[Box]:
    return [*session.scalars(select(Box).order_by(text(f"{by} DESC")))]  # error: FPI601


def of_tenant(session: SessionDep, x_tenant: Annotated[str, Header()]) -> Session:
    session.execute(text(f"SET LOCAL search_path TO {x_tenant}"))  # error: FPI601
    return session


# Innocent


@app.get("/fixed-boxes")
def fixed_boxes(order: Annotated[Order, Depends()], session: SessionDep) -> list[Box]:
    return [*session.scalars(select(Box).order_by(text(f"{order.fixed} DESC")))]


@app.get("/checked-boxes")
def checked_boxes(order: Annotated[CheckedOrder, Depends()], session: SessionDep) -> list[Box]:
    return [*session.scalars(select(Box).order_by(text(f"{order.by} DESC")))]


@app.get("/boxes-checked-here")
def boxes_checked_here(order: Annotated[Order, Depends()], session: SessionDep) -> list[Box]:
    if order.by not in ("id", "name"):
        return []
    return [*session.scalars(select(Box).order_by(text(f"{order.by} DESC")))]


def of_branch(session: SessionDep, x_branch: Annotated[str, Header(pattern="^b[0-9]$")]) -> Session:
    session.execute(text(f"SET LOCAL search_path TO {x_branch}"))
    return session


@app.get("/tenant")
def read_tenant(
    session: Annotated[Session, Depends(of_tenant)], other: Annotated[Session, Depends(of_branch)]
) -> bool:
    return session is other
