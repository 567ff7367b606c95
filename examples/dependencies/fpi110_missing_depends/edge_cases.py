import functools
import inspect
from collections.abc import Callable
from enum import Enum
from typing import Annotated, Any, Optional

import httpx
from fastapi import APIRouter, BackgroundTasks, Body, Depends, FastAPI, Query, Request
from fastapi import params
from fastapi.security import HTTPBearer, OAuth2PasswordBearer, SecurityScopes
from pydantic import AfterValidator, BaseModel
from somewhere import (
    FromContainer,
    Provide,
    container,
    inject,
    parameters_with_db,
    register,
    unknown,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session
from sqlalchemy.orm import Session as DatabaseSession

app = FastAPI()
router = APIRouter()
later = BackgroundTasks()
oauth2_scheme = OAuth2PasswordBearer(tokenUrl="token")


class Filter(BaseModel):
    name: str = ""


class Router(APIRouter):  # may fill in sessions by itself
    pass


class Checks:
    def __init__(self, role: str) -> None:
        self.role = role

    def __call__(self, request: Request) -> str:
        return self.role


class MySession(Session):
    pass


class Service:
    def __init__(self, db: Session) -> None:  # error: FPI110
        self.db = db


class Repository:
    def __init__(self, db: Session) -> None:
        self.db = db


def get_user() -> str:
    return "me"


def even(number: int) -> int:
    return number


def needs_user(user: str = get_user) -> str:  # error: FPI110
    return user


def made_by_partial(db: Session, role: str = "user") -> str:
    return role


def helper(db: Session, user: str = get_user) -> None: ...


def get_service(
    db: Annotated[Session, Depends(unknown)],
    repository: Annotated[Repository, Depends(unknown)],
) -> Service:
    helper(db)
    return Service(db)


own = Router()
checks = Checks("admin")
Database = Annotated[Session, Depends(unknown)]
Contained = Annotated[Session, container]


@router.get("/default")
def by_default(
    a=get_user,  # error: FPI110
    b: Filter = Filter,  # error: FPI110
    c: str = oauth2_scheme,  # error: FPI110
    d: str = checks,  # error: FPI110
    e: str = Checks("admin"),  # error: FPI110
    *,
    f: str = unknown,
    g: Filter = Filter(),
    h: str = unknown(),
    i: str = get_user(),
): ...


@router.get("/metadata")
def by_metadata(
    a: Annotated[str, get_user],  # error: FPI110
    b: Annotated[str, oauth2_scheme],  # error: FPI110
    c: Annotated[str, HTTPBearer()],  # error: FPI110
    d: Annotated[str, unknown],
    e: Annotated[int, AfterValidator(even)],
    f: Annotated[str, Depends(get_user)],
    g: Annotated[str, get_user, Query()] = "x",
    h: Annotated[str, "a note"] = "x",
): ...


@app.get("/type")
async def by_type(
    a: Session,  # error: FPI110
    b: DatabaseSession = None,  # error: FPI110
    c: Session | None = None,  # error: FPI110
    d: AsyncSession = None,  # error: FPI110
    e: httpx.AsyncClient = None,  # error: FPI110
    f: MySession = None,  # error: FPI110
    g: Optional[Session] = None,  # todo: FPI110
    h: Database = None,
    i: Contained = None,
    j: FromContainer[Session] = None,
    k: Session = Provide["session"],
    l: Session = Provide("session"),  # noqa: E741
    m: Annotated[Session, Provide("session")] = None,
    n: Annotated[Session, container] = None,
    o: Repository = None,
    p: unknown.Session = None,
    q: Annotated[Filter, Body()] = None,
): ...


@router.get("/services", dependencies=[Depends(needs_user)])
def services(
    a: Annotated[Service, Depends(Service)],
    b: Annotated[Service, Depends(get_service)],
    c: Annotated[str, Depends(functools.partial(made_by_partial, unknown()))],
    d: Callable[[], str] = get_user,
    e: Any = get_user,
    f: type[Filter] = Filter,
    g: Callable[[], str] = get_user,
):
    return d(), e(), f, g


@router.get("/injected")
@inject
def injected(db: Session, user: str = get_user): ...


@own.get("/own")
def of_own_router(db: Session): ...


@register
def of_unknown(db: Session): ...


def not_a_route(db: Session, user: str = get_user, scheme: str = oauth2_scheme): ...


class CurrentUser(params.Depends):
    """A marker itself: FastAPI calls what it depends on, which is the object."""

    def __init__(self) -> None:
        super().__init__(self)

    def __call__(self, request: Request) -> str:
        return "me"


@app.get("/marker")
def marker(user: str = CurrentUser(), role: str = Checks("admin")) -> str:  # error: FPI110
    return user + role


class Sessions:
    def current(self, request: Request) -> str:
        return request.cookies["session"]

    def check(self) -> Callable[[Request], str]:
        return self.current


sessions = Sessions()


@app.get("/method")
def method(
    current: str = sessions.current,  # error: FPI110
    name: str = str(sessions.check),
    read: Any = sessions.check,
) -> str:
    return current + name + str(read())


class Order(BaseModel):
    item: str


@app.post("/body")
def body(order=Order) -> Any:  # type: ignore[no-untyped-def]  # error: FPI110
    return order


@app.get("/misplaced")
def misplaced(number: int, response_model=Order) -> Any:  # type: ignore[no-untyped-def]  # error: FPI110
    return Order(item=str(number))


# What FastAPI fills in by its type alone has its default for those who call it by hand


def scopes(
    wanted: SecurityScopes = SecurityScopes(["read"]),
    again: Annotated[SecurityScopes, "for the header"] = SecurityScopes(),
    scheme: Any = oauth2_scheme,  # error: FPI110
) -> list[str]:
    return wanted.scopes + again.scopes


@app.get("/injected")
def injected(found: Annotated[list[str], Depends(scopes)], tasks: BackgroundTasks = later) -> Any:
    return found


# FastAPI reads the signature that a function is given


def make_handlers() -> None:
    async def unsigned(db: AsyncSession | None = None) -> None: ...  # error: FPI110

    async def handler(db: AsyncSession | None = None) -> None: ...

    handler.__signature__ = inspect.Signature(parameters_with_db)
    app.add_api_route("/signed", handler)
    app.add_api_route("/unsigned", unsigned)


# ---- in the path, where no default is used ---------------------------------------------------


class Kind(Enum):
    BOOK = "book"
    FILM = "film"


of_kind = APIRouter(prefix="/of/{kind}")
nested = APIRouter()


@app.delete("/items/{kind}")
def in_path(kind: str = Kind, other: str = Kind) -> str:  # type: ignore[assignment]  # error: FPI110
    return kind


@app.get("/items/{user}")
def function_in_path(user: str = get_user) -> str:  # type: ignore[assignment]
    return user


@of_kind.get("/")
def in_prefix(kind: str = Kind) -> str:  # type: ignore[assignment]
    return kind


@nested.get("/")
def in_prefix_of_place(kind: str = Kind) -> str:  # type: ignore[assignment]
    return kind


@app.get("/both/{kind}")
@app.get("/both")
def in_one_path(kind: str = Kind) -> str:  # type: ignore[assignment]  # error: FPI110
    return kind


app.include_router(of_kind)
app.include_router(nested, prefix="/nested/{kind}")
