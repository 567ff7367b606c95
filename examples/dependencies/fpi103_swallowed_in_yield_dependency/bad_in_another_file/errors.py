from typing import NoReturn

from fastapi import HTTPException


def note(error: Exception) -> None:
    print(type(error).__name__)


def refuse(error: Exception) -> NoReturn:
    note(error)
    raise HTTPException(409) from error
