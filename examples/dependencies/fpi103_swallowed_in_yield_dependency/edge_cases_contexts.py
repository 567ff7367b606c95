from types import TracebackType
from typing import Annotated

from fastapi import Depends, FastAPI

app = FastAPI()


class Quiet:
    def __enter__(self) -> "Quiet":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        print("left", error)
        return True


class QuietOnKeys(Quiet):
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if isinstance(error, KeyError):
            return True
        return False


class QuietLater(Quiet):
    async def __aenter__(self) -> "QuietLater":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        print("left", error)


# Alarms


def quiet():
    with Quiet():  # error: FPI103
        yield 1


def quiet_inside():
    with Quiet() as found:  # error: FPI103
        yield found


# Innocent


def quiet_on_keys():
    with QuietOnKeys():
        yield 1


async def quiet_later():
    async with QuietLater():
        yield 1


def quiet_before():
    with Quiet():
        print("before")
    yield 1


@app.get("/")
def read(
    a: Annotated[int, Depends(quiet)],
    b: Annotated[Quiet, Depends(quiet_inside)],
    c: Annotated[int, Depends(quiet_on_keys)],
    d: Annotated[int, Depends(quiet_later)],
    e: Annotated[int, Depends(quiet_before)],
) -> int:
    return a
