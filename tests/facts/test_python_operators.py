"""What is left of a condition that Python evaluates before SQLAlchemy sees it (FPI124)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None]
    active: Mapped[bool]


def where(condition: Any) -> str:
    query = select(User.id).where(condition).compile(compile_kwargs={"literal_binds": True})
    return str(query).partition("WHERE ")[2].replace("users.", "")


IDS = [1, 2]


@pytest.mark.parametrize(
    ("condition", "left"),
    [
        (lambda: User.email is None, "false"),
        (lambda: User.email is not None, "true"),
        (lambda: User.id in IDS, "false"),
        (lambda: User.id not in IDS, "true"),
        (lambda: not User.active, "false"),
        (lambda: not User.id == 1, "true"),  # noqa: SIM201
        (lambda: User.id == 1 and User.email == "a", "id = 1"),
        (lambda: User.id != 1 and User.email == "a", "email = 'a'"),
        (lambda: User.id == 1 or User.email == "a", "email = 'a'"),
        (lambda: User.id != 1 or User.email == "a", "id != 1"),
        (lambda: User.active and User.email == "a", "email = 'a'"),
        (lambda: (User.id or 300) < 18, "id < 18"),
        (lambda: User.active == (User.email is None), "active = false"),
        (lambda: func.lower(User.email) is None, "false"),
        (lambda: func.lower(User.email) in ["a"], "false"),
        (lambda: func.lower(User.email) == "a" and User.id == 1, "lower(email) = 'a'"),
    ],
)
def test_python_decides_first(condition: Callable[[], Any], left: str) -> None:
    # Some dialects have no boolean literals: 0 = 1.
    assert where(condition()) in {left, left.replace("false", "0 = 1").replace("true", "1 = 1")}


@pytest.mark.parametrize(
    "condition",
    [
        lambda: User.id > 1 and User.email == "a",
        lambda: User.email.like("a%") or User.id == 1,
        lambda: not User.email.is_(None),
        lambda: func.count(User.id) > 1 and func.max(User.id) < 9,
        lambda: not func.lower(User.email),
        lambda: func.lower(User.email).like("a%") or User.id == 1,
        lambda: User.email == None and User.id == 1,  # noqa: E711
    ],
)
def test_other_conditions_have_no_truth(condition: Callable[[], Any]) -> None:
    with pytest.raises(TypeError, match="Boolean value of this clause is not defined"):
        condition()
