from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends

from .errors import note


def get_ledger() -> Iterator[list[int]]:
    try:
        yield []
    except Exception as error:  # error: FPI103
        note(error)


LedgerDep = Annotated[list[int], Depends(get_ledger)]
