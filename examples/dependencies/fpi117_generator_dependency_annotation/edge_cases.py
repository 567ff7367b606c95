import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterable, Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from somewhere import Unknown, decorated, from_somewhere
from sqlalchemy.orm import Session, scoped_session, sessionmaker

router = APIRouter()
Sessions = Iterator[Session]


class Client:
    pass


class ClientIterator(Iterator[Client]):
    pass


class OfUnknown(Unknown):
    pass


def optional() -> Session | None:  # error: FPI117
    yield None


def quoted() -> "Session":  # error: FPI117
    yield Session()


async def own_class() -> Client:  # error: FPI117
    yield Client()


def text() -> str:  # error: FPI117
    yield ""


def iterator() -> Iterator[Session]:
    yield Session()


def generator() -> Generator[Session, None, None]:
    yield Session()


def iterable() -> Iterable[Session]:
    yield Session()


async def async_iterator() -> AsyncIterator[Session]:
    yield Session()


async def async_generator() -> AsyncGenerator[Session, None]:
    yield Session()


def alias() -> Sessions:
    yield Session()


def own_iterator() -> ClientIterator:
    yield Client()


def of_unknown() -> OfUnknown:
    yield OfUnknown()


def anything() -> Any:
    yield Session()


def an_object() -> object:
    yield Session()


def nothing() -> None:  # error: FPI117
    yield


class Limit:
    def __init__(self, most: int) -> None:
        self.most = most

    async def __call__(self) -> int:  # error: FPI117
        yield self.most


class Quota:
    async def __call__(self) -> AsyncIterator[int]:
        yield 1


class NoDependency:
    def __call__(self) -> int:
        yield 1


limit = Limit(10)
counts = NoDependency()


def unannotated():
    yield Session()


def plain() -> Session:
    return Session()


@contextlib.contextmanager
def manager() -> Session:
    yield Session()


def no_more_than_nothing() -> None:  # error: FPI117
    with Session() as session:
        yield session


def of_some_kind() -> None:  # error: FPI117
    yield Unknown().session


@decorated
def may_be_another() -> Session:
    yield Session()


def not_a_dependency() -> Session:
    yield Session()


make_session = sessionmaker()
sessions = scoped_session(make_session)


def scoped() -> Session:  # error: FPI117
    yield sessions


def of_a_factory() -> make_session:  # error: FPI117
    yield make_session()


def of_an_unknown_one() -> make_session:
    yield from_somewhere()


def called_by_whom(session: Session) -> Callable[..., Session]:  # error: FPI117
    yield session


@router.get(
    "/",
    dependencies=[
        Depends(nothing),
        Depends(may_be_another),
        Depends(plain),
        Depends(scoped),
        Depends(of_a_factory),
        Depends(of_an_unknown_one),
        Depends(called_by_whom),
    ],
)
def read(
    a: Annotated[Any, Depends(optional)],
    b: Annotated[Any, Depends(quoted)],
    c: Annotated[Any, Depends(own_class)],
    d: Annotated[Any, Depends(text)],
    e: Annotated[Any, Depends(iterator)],
    f: Annotated[Any, Depends(generator)],
    g: Annotated[Any, Depends(iterable)],
    h: Annotated[Any, Depends(async_iterator)],
    i: Annotated[Any, Depends(async_generator)],
    j: Annotated[Any, Depends(alias)],
    k: Annotated[Any, Depends(own_iterator)],
    l: Annotated[Any, Depends(of_unknown)],  # noqa: E741
    m: Annotated[Any, Depends(anything)],
    n: Annotated[Any, Depends(an_object)],
    o: Annotated[Any, Depends(unannotated)],
    p: Annotated[Any, Depends(limit)],
    q: Annotated[Any, Depends(Quota())],
    r: Annotated[Any, Depends(no_more_than_nothing)],
    s: Annotated[Any, Depends(of_some_kind)],
): ...
