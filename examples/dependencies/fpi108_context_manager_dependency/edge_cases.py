import contextlib
from contextlib import asynccontextmanager, contextmanager
from contextlib import contextmanager as manager
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Security
from somewhere import inject, unknown

router = APIRouter(dependencies=[Depends(unknown)])


class Session:
    def close(self) -> None: ...


@contextlib.contextmanager
def transaction():
    yield Session()


@manager
def renamed():
    yield Session()


@asynccontextmanager
async def lifespan(app):
    yield


@asynccontextmanager
async def by_hand(name: str = "main"):
    yield Session()


@inject
@contextmanager
def injected():  # `inject` may enter it
    yield Session()


def plain():
    yield Session()


def enters():
    with transaction() as session:
        yield session


def returns_one():
    return transaction()


class Service:
    @contextmanager
    def session(self):
        yield Session()


class Pool:
    async def plain(self):
        yield Session()

    @asynccontextmanager
    async def __call__(self):
        yield Session()

    @staticmethod
    @asynccontextmanager
    async def main():
        yield Session()


def generator():
    yield Session()


async def async_generator():
    yield Session()


@inject
def injected_generator():  # whatever `inject` gives
    yield Session()


made_by_call = contextmanager(generator)
made_async = contextlib.asynccontextmanager(async_generator)
made_of_unknown = contextmanager(injected_generator)
made_of_library = contextmanager(unknown)
service = Service()
pool = Pool()
Bad = Annotated[Session, Depends(transaction)]  # error: FPI108
ByHand = Annotated[Any, Depends(by_hand)]


@router.get("/bad", dependencies=[Depends(transaction)])  # error: FPI108
def bad(
    a: Bad,
    b: Annotated[Session, Depends(renamed)],  # error: FPI108
    c: Annotated[Session, Security(service.session)],  # error: FPI108
    d: Annotated[Session, Depends(partial(by_hand, "other"))],  # error: FPI108
    e: Annotated[Session, Depends(pool)],  # error: FPI108
    f: Annotated[Session, Depends(Pool.main)],  # error: FPI108
    g: Annotated[Session, Depends(made_by_call)],  # error: FPI108
    h: Annotated[Session, Depends(contextmanager(generator))],  # error: FPI108
    i: Annotated[Session, Depends(made_async)],  # error: FPI108
) -> None: ...


@router.get("/good")
def good(
    a: Annotated[Session, Depends(plain)],
    b: Annotated[Session, Depends(enters)],
    c: Annotated[Session, Depends(injected)],
    d: Annotated[Session, Depends(contextmanager)],
    e: Annotated[Session, Depends(lambda: Session())],
    f: Annotated[Session, Depends(pool.plain)],
    g: Annotated[Session, Depends(generator)],
    h: Annotated[Session, Depends(made_of_unknown)],
    i: Annotated[Session, Depends(made_of_library)],
    j: Annotated[Session, Depends(async_generator)],
) -> None:
    with transaction() as session:
        session.close()


@router.get("/by-hand")
async def enters_by_hand(a: ByHand, b: Any = Depends(by_hand)) -> None:
    async with a as session:
        session.close()
    async with b as session, unknown() as other:
        session.close(other)


def find_user(name: str, session: Any = Depends(transaction)) -> Any:
    """No dependency: it is called by hand."""
    return session.get(name)


def find_group(name: str, session: Any = Depends(transaction)) -> Any:  # error: FPI108
    """Called by hand, and by FastAPI."""
    return session.get(name)


@router.get("/users/{name}")
def read_user(name: str, session: Annotated[Session, Depends(plain)]) -> list[Any]:
    return [find_user(name, session), find_user(name, session=session), find_group(name, session)]


@router.get("/groups/{name}")
def read_group(group: Annotated[Any, Depends(find_group)]) -> Any:
    return group
