from typing import Annotated, Any

import fastapi
from fastapi import (
    APIRouter,
    Body,
    Cookie,
    Depends,
    FastAPI,
    Form,
    Header,
    Path,
    Query,
    Security,
)
from fastapi.security import HTTPBearer
from pydantic import BaseModel, Field
from somewhere import inject, unknown


class Filter(BaseModel):
    limit: Annotated[int, Query(10)]  # a field of Pydantic: fine


def check() -> None: ...


def allow(*roles: str):
    def check_roles() -> None: ...

    return check_roles


def needs(*roles: str):
    return Depends(allow(*roles))


@inject
def wrapped(*roles: str):
    return check


bearer = HTTPBearer()
CHECKS = [Depends(check), check]
GOOD_CHECKS = [Depends(check), Security(check)]
Limit = Annotated[int, Query(10)]
Checked = Annotated[Any, Depends(check)]
EMPTY = Depends()

app = FastAPI(dependencies=[bearer])  # error: FPI111
other_app = FastAPI(dependencies=Depends(check))  # error: FPI111
named = APIRouter(dependencies=CHECKS)  # error: FPI111
router = APIRouter(dependencies=GOOD_CHECKS)
app.include_router(router, dependencies=[Depends(check), check])  # error: FPI111
app.include_router(named, dependencies=[Depends(check), *GOOD_CHECKS])
app.add_api_route("/added", check, dependencies=[check])  # error: FPI111
unknown.get("/", dependencies=[check])
unknown(dependencies=[check])
app.get("/unknown", dependencies=[unknown])
app.get("/unknown-list", dependencies=unknown)
app.get("/none", dependencies=None)
app.get("/made", dependencies=[Depends(check), allow("admin")])  # error: FPI111
app.get("/made-whole", dependencies=[needs("admin"), Depends(allow("admin"))])
app.get("/made-elsewhere", dependencies=[wrapped("admin"), unknown("admin")])


@router.get("/bad/{e}")
def bad(
    a: Depends(check),  # error: FPI111
    b: fastapi.Security(check),  # error: FPI111
    c: Annotated[int, Query(default=None)],  # error: FPI111
    d: Limit,  # error: FPI111
    e: Annotated[int, Path(1)],  # error: FPI111
    f: Checked = Depends(check),  # error: FPI111
    g: Annotated[int, Query()] = Depends(check),  # error: FPI111
    h: Annotated[int, Query()] = Query(3),  # error: FPI111
    i: int = Query,  # error: FPI111
    j: int = fastapi.Depends,  # error: FPI111
    k: Annotated[str, Header] = "",  # error: FPI111
    l: Annotated[str, Cookie] = "",  # error: FPI111  # noqa: E741
    m: Annotated[str, Form] = "",  # error: FPI111
    n: Annotated[str, Security] = "",  # error: FPI111
    o=Depends(),  # error: FPI111
    p: Any = Depends(),  # error: FPI111
    q: dict = Security(),  # error: FPI111
    r: Annotated[str, Depends()] = "",  # error: FPI111
    *,
    s=Depends(use_cache=False),  # error: FPI111
): ...


@router.get("/good/{d}")
def good(
    a: Annotated[int, Query(...)],
    b: Annotated[int, Query(default_factory=int)],
    c: Annotated[int, Query(gt=3)],
    d: Annotated[int, Path(...)],
    half: Annotated[int, Header(ge=0)] | None = Query(None),  # a part: for Pydantic
    e: Annotated[str, Query] = "",
    f: Annotated[Filter, Body] = None,
    g: Checked = None,
    h: Checked = Query(3),  # useless, but works
    i: Annotated[int, Field(3)] = 3,
    j: Annotated[int, Query(10), Query()] = 3,
    k: Annotated[int, Query(unknown)] = 3,
    l: Filter = Depends(),  # noqa: E741
    m: Filter = EMPTY,
    n: "Filter" = Depends(),
    o: unknown = Depends(),
    p: Annotated[Any, Depends(check)] = None,
    q: int = Query(3),
    r: Any = Depends(*unknown()),
    s: Annotated[dict[str, int], Depends(check)] = None,
): ...


@router.get("/injected")
@inject
def injected(a: Annotated[int, Query(10)], b: int = Query): ...


def not_a_route(a: Annotated[int, Query(10)], b: int = Query, c: Depends(check) = None): ...


WORKS = Annotated[Any, Depends(check)]
router.get("/list", dependencies=[Depends(WORKS)])  # error: FPI111
router.get("/typed", dependencies=[Depends(Annotated[Any, Depends(check)])])  # error: FPI111

try:
    from somewhere import Either
except ImportError:
    Either = Annotated[Any, Depends(check)]


@router.get("/either")
def either(a=Depends(Either), b=Depends(Filter), c: WORKS = None, d=Depends(unknown[Any])): ...
