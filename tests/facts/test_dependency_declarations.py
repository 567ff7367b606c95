"""What FastAPI makes of unusual dependencies (FPI108, FPI110, FPI111, FPI113, FPI118)."""

import asyncio
import gc
import inspect
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import lru_cache
from typing import Annotated, Any, ClassVar

import fastapi
import httpx
import pytest
import redis
from fastapi import (
    BackgroundTasks,
    Cookie,
    Depends,
    FastAPI,
    Header,
    HTTPException,
    Query,
    Security,
)
from fastapi.exceptions import FastAPIError
from fastapi.security import HTTPBearer, SecurityScopes
from packaging.version import Version
from pydantic import BaseModel
from pydantic_settings import BaseSettings
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from tests.facts.versions import holds

#: Whether FastAPI sees that a cached function is a coroutine function or a generator function.
LOOKS_THROUGH_CACHES = Version(fastapi.__version__) >= Version("0.123.5")


class Settings(BaseSettings):
    secret_key: str = "set by environment"
    debug: bool = False


class Open(BaseSettings):
    secret_key: str = "set by environment"

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)


class Closed(BaseSettings):
    secret_key: str = "set by environment"

    def __init__(self) -> None:
        super().__init__()


def get_settings() -> Settings:
    return Settings()


def client_of(endpoint: Callable[..., Any]) -> TestClient:
    """A client of an application that has only this endpoint."""
    app = FastAPI()
    app.get("/", response_model=None)(endpoint)
    return TestClient(app, raise_server_exceptions=False)


def key_that_arrives(dependency: Any) -> tuple[int, str]:
    def read(settings: Any = Depends(dependency)) -> Any:
        return settings.secret_key

    response = client_of(read).get("/?secret_key=mine")
    return response.status_code, response.text


def test_fields_of_settings_are_in_the_signature_of_the_class() -> None:
    assert {"secret_key", "debug"} <= set(inspect.signature(Settings).parameters)
    assert "secret_key" not in inspect.signature(Closed).parameters


def test_client_sets_the_fields_of_settings_or_each_request_fails() -> None:
    status, text = key_that_arrives(Settings)
    assert text == '"mine"' if status == 200 else status == 500  # by versions


def test_client_sets_the_fields_of_settings_that_take_keywords() -> None:
    assert key_that_arrives(Open) == (200, '"mine"')


@pytest.mark.parametrize("dependency", [Closed, get_settings])
def test_client_does_not_set_what_the_signature_does_not_show(dependency: Any) -> None:
    assert key_that_arrives(dependency) == (200, '"set by environment"')


@contextmanager
def managed() -> Iterator[int]:
    yield 3


@asynccontextmanager
async def async_managed() -> AsyncIterator[int]:
    yield 3


@pytest.mark.parametrize("dependency", [managed, async_managed])
def test_context_manager_is_not_entered(dependency: Any) -> None:
    def read(value: Any = Depends(dependency)) -> str:
        return type(value).__name__

    response = client_of(read).get("/")
    # by version: the manager itself is handed in, or the request fails
    assert "GeneratorContextManager" in response.text or response.status_code == 500


def test_generator_of_a_context_manager_is_a_dependency() -> None:
    def read(value: int = Depends(managed.__wrapped__)) -> int:  # type: ignore[attr-defined]
        return value

    assert client_of(read).get("/").json() == 3


async def coroutine() -> int:
    return 3


def generator() -> Iterator[int]:
    yield 3


async def async_generator() -> AsyncIterator[int]:
    yield 3


def with_cachetools(function: Any) -> Any:
    cachetools = pytest.importorskip("cachetools")
    return cachetools.cached(cachetools.TTLCache(10, ttl=60))(function)


def with_cachetools_func(function: Any) -> Any:
    return pytest.importorskip("cachetools.func").ttl_cache(ttl=60)(function)


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited")
@pytest.mark.parametrize("cache", [lru_cache, with_cachetools, with_cachetools_func])
@pytest.mark.parametrize("function", [coroutine, generator, async_generator])
def test_cached_coroutine_or_generator_is_used_up(function: Any, cache: Any) -> None:
    def read(value: Any = Depends(cache(function))) -> str:
        return repr(value)

    client = client_of(read)
    first, second = client.get("/"), client.get("/")
    if LOOKS_THROUGH_CACHES:
        assert first.json() == "3"
        assert second.status_code == 500
    else:  # the object itself is handed in
        assert f"{function.__name__} at 0x" in second.text
    del read, client
    gc.collect()  # while the warning is still ignored


def test_cached_method_gives_its_coroutine_twice() -> None:
    cachedmethod = pytest.importorskip("cachetools").cachedmethod

    class Service:
        kept: ClassVar[dict[Any, Any]] = {}

        @cachedmethod(lambda self: self.kept)  # type: ignore[untyped-decorator]
        async def of_cachetools(self) -> int:
            return 3

        @lru_cache  # noqa: B019
        async def of_functools(self) -> int:
            return 3

    service = Service()
    for method in (service.of_cachetools, service.of_functools):
        assert asyncio.run(method()) == 3
        with pytest.raises(RuntimeError, match="cannot reuse already awaited coroutine"):
            asyncio.run(method())


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited")
def test_cached_async_route_fails() -> None:
    client = client_of(lru_cache(coroutine))
    assert client.get("/").status_code == (200 if LOOKS_THROUGH_CACHES else 500)
    assert client.get("/").status_code == 500
    del client
    gc.collect()  # while the warning is still ignored


def test_cached_plain_function_is_a_dependency() -> None:
    def read(settings: Any = Depends(lru_cache(get_settings))) -> Any:
        return settings.secret_key

    client = client_of(read)
    assert client.get("/").json() == client.get("/").json() == "set by environment"


class Model(BaseModel):
    name: str = ""


def deny() -> str:
    raise HTTPException(401)


def as_default(user: Any = deny) -> str:
    return repr(user)


def as_default_of_model(user: Model = deny) -> str:  # type: ignore[assignment]
    return repr(user)


def scheme_as_default(credentials: Any = HTTPBearer()) -> str:
    return repr(credentials)


@pytest.mark.parametrize("endpoint", [as_default, as_default_of_model, scheme_as_default])
def test_dependency_as_default_is_not_called(endpoint: Any) -> None:
    response = client_of(endpoint).get("/")
    assert response.status_code == 200
    assert "deny" in response.text or "HTTPBearer" in response.text


def test_what_has_such_a_type_is_filled_in_whatever_its_default() -> None:
    none, own = SecurityScopes(["none"]), BackgroundTasks()

    def scoped(scopes: SecurityScopes = none, tasks: BackgroundTasks = own) -> list[str]:
        assert tasks is not own
        return scopes.scopes

    def read(scopes: Annotated[list[str], Security(scoped, scopes=["read"])]) -> list[str]:
        return scopes

    assert client_of(read).get("/").json() == ["read"]


def test_function_in_annotated_is_ignored() -> None:
    def read(user: Annotated[Model, deny]) -> str:
        return user.name

    client = client_of(read)
    assert client.request("GET", "/", json={"name": "anyone"}).json() == "anyone"


@pytest.mark.parametrize(
    "cls", [Session, AsyncSession, sqlite3.Connection, httpx.AsyncClient, redis.Redis]
)
@pytest.mark.parametrize("default", [{}, {"default": None}])
def test_resource_without_depends_stops_the_import(cls: Any, default: dict[str, Any]) -> None:
    with pytest.raises(FastAPIError, match="Invalid args for response field!"):
        client_of(taking(cls, **default))


def taking(annotation: Any, **default: Any) -> Callable[..., Any]:
    """An endpoint whose only parameter is declared so."""

    def read(value: Any = None) -> str:
        return repr(value)

    given = inspect.Parameter(
        "value", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=annotation, **default
    )
    read.__signature__ = inspect.Signature([given])  # type: ignore[attr-defined]
    return read


EMPTY = inspect.Parameter.empty


@pytest.mark.parametrize(
    ("annotation", "default", "error"),
    [
        (Annotated[int, Query(5)], EMPTY, AssertionError),
        (Annotated[int, Query(default=None)], EMPTY, AssertionError),
        (Annotated[int, Query()], Query(5), AssertionError),
        (Annotated[int, Query()], Depends(deny), AssertionError),
        (Annotated[int, Depends(deny)], Depends(deny), AssertionError),
        (Depends(deny), EMPTY, (AttributeError, FastAPIError, TypeError)),  # by version
        (int, Depends(), ValueError),
        (str, Depends(), ValueError),
        (dict, Depends(), ValueError),
    ],
)
def test_declarations_that_stop_the_import(annotation: Any, default: Any, error: Any) -> None:
    with pytest.raises(error):
        client_of(taking(annotation, default=default))


@pytest.mark.parametrize(
    ("annotation", "default"),
    [
        (Annotated[int, Query(...)], EMPTY),
        (Annotated[int, Query(default_factory=int)], EMPTY),
        (Annotated[int, Depends(get_settings)], Query(5)),  # the dependency counts
        (Annotated[int, Depends(get_settings)], None),
    ],
)
def test_declarations_that_work(annotation: Any, default: Any) -> None:
    assert client_of(taking(annotation, default=default))


def test_markers_in_a_part_of_the_annotation_are_no_markers() -> None:
    annotation = Annotated[int, Header(ge=0)] | None
    client = client_of(taking(annotation, default=Query(None)))  # not refused for two of them
    assert client.get("/?value=5").json() == "5"
    client = client_of(taking(Annotated[int, Depends(deny)] | None, default=None))
    assert client.get("/?value=5").json() == "5"


@pytest.mark.parametrize("annotation", [EMPTY, Any])
def test_depends_of_nothing_asks_for_args_and_kwargs(annotation: Any) -> None:
    response = client_of(taking(annotation, default=Depends())).get("/")
    assert response.status_code == 422
    assert ["query", "args"] in [error["loc"] for error in response.json()["detail"]]


@pytest.mark.parametrize("inner", [Depends(get_settings), "when"])
def test_depends_of_an_annotation_asks_for_args_and_kwargs(inner: Any) -> None:
    alias = Annotated[Settings, inner]
    for annotation, default in ((Any, Depends(alias)), (Annotated[Any, Depends(alias)], EMPTY)):
        client = client_of(taking(annotation, default=default))
        refused = client.get("/")
        assert refused.status_code == 422
        assert ["query", "args"] in [error["loc"] for error in refused.json()["detail"]]
        assert client.get("/?args=1&kwargs=2").status_code == 500


def test_depends_that_is_not_called_is_the_value() -> None:
    assert "function Depends" in client_of(taking(EMPTY, default=Depends)).get("/").text


def test_marker_that_is_not_called_is_ignored_in_annotated() -> None:
    for marker in (Depends, Header, Cookie):
        client = client_of(taking(Annotated[str, marker]))
        assert client.get("/?value=mine").json() == "'mine'"


@pytest.mark.parametrize(
    ("dependencies", "error"), [([deny], AttributeError), (Depends(deny), TypeError)]
)
def test_dependencies_that_stop_the_import(dependencies: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        FastAPI().get("/", dependencies=dependencies)(get_settings)
    with pytest.raises(error):
        FastAPI(dependencies=dependencies).get("/")(get_settings)


@pytest.mark.parametrize("factory", [sessionmaker(), async_sessionmaker()])
def test_a_session_factory_asks_the_client(factory: Any) -> None:
    client = client_of(taking(EMPTY, default=Depends(factory)))
    refused = client.get("/")
    assert refused.status_code == 422
    assert "local_kw" in refused.text
    assert client.get("/?local_kw=1").status_code == 500


class Guard:
    def check(self) -> bool:
        return self.is_open  # type: ignore[attr-defined,no-any-return]

    def admit(self, checked: bool = Depends(check)) -> bool:
        return checked


@pytest.mark.parametrize("dependency", [Guard.check, Guard().admit])
def test_a_method_of_no_object_asks_the_client_for_self(dependency: Any) -> None:
    client = client_of(taking(EMPTY, default=Depends(dependency)))
    assert client.get("/").status_code == 422
    assert client.get("/?self=it").status_code == 500


def test_client_does_not_set_settings_that_are_overridden() -> None:
    def read(settings: Any = Depends(Open)) -> Any:
        return settings.secret_key

    client = client_of(read)
    assert isinstance(client.app, FastAPI)
    client.app.dependency_overrides[Open] = get_settings
    assert client.get("/?secret_key=mine").json() == "set by environment"


@holds(fastapi=">=0.148")  # before, SQLAlchemy 2 fails: 500
def test_a_session_that_depends_makes_is_set_by_the_client_and_never_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    closed = []
    monkeypatch.setattr(Session, "close", lambda session: closed.append(session))

    def read(db: Session = Depends()) -> Any:
        return [db.autoflush, db.bind is None]

    client = client_of(read)
    assert client.get("/").json() == [True, True]
    assert client.get("/?autoflush=false").json()[0] in (False, "false")
    assert not closed


def require_admin() -> Callable[[], None]:
    def check() -> None:
        raise HTTPException(403)

    return check


@pytest.mark.parametrize(
    ("dependency", "status"),
    [
        (Depends(require_admin()), 403),
        (Depends(require_admin), 200),
        (Depends(lambda: Depends(require_admin())), 200),
    ],
)
def test_nobody_calls_the_dependency_that_a_dependency_gives(dependency: Any, status: int) -> None:
    app = FastAPI()

    @app.get("/", dependencies=[dependency])
    def read(found: Any = dependency) -> None:
        assert callable(found) or hasattr(found, "dependency")

    assert TestClient(app).get("/").status_code == status
