from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends

from .errors import refuse


def get_ledger() -> Iterator[list[int]]:
    try:
        yield []
    except Exception as error:
        refuse(error)


LedgerDep = Annotated[list[int], Depends(get_ledger)]
