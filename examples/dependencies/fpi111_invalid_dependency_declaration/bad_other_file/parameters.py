from typing import Annotated

from fastapi import Depends, Query

Limit = Annotated[int, Query(10, le=100)]
Started = Annotated[int, "when"]


def get_user(name: str) -> str:
    return name


class Service: ...


User = Annotated[str, Depends(get_user)]
