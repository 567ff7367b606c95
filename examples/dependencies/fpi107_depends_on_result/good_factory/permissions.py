from collections.abc import Callable
from functools import partial
from typing import Annotated

from fastapi import Header, HTTPException


def requires(role: str) -> Callable[[str], str]:
    def check(x_role: Annotated[str, Header()]) -> str:
        if x_role != role:
            raise HTTPException(403)
        return x_role

    return check


def has_role(role: str, x_role: Annotated[str, Header()]) -> bool:
    return role == x_role


def has(role: str) -> Callable[[str], bool]:
    return partial(has_role, role)


class Requires:
    def __init__(self, role: str) -> None:
        self.role = role

    def __call__(self, x_role: Annotated[str, Header()]) -> str:
        return requires(self.role)(x_role)
