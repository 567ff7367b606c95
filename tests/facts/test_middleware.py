"""The order of middleware, and what becomes of what it raises (FPI701, FPI704)."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import APIRouter, FastAPI, HTTPException, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.httpsredirect import HTTPSRedirectMiddleware
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from fastapi.responses import JSONResponse
from fastapi.testclient import TestClient
from slowapi import Limiter
from slowapi.middleware import SlowAPIMiddleware
from slowapi.util import get_remote_address
from starlette.applications import Starlette
from starlette.authentication import (
    AuthCredentials,
    AuthenticationBackend,
    AuthenticationError,
    UnauthenticatedUser,
)
from starlette.middleware import Middleware
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import HTTPConnection
from starlette.routing import Mount

from tests.facts.versions import holds

ORIGIN = "https://app.example"
CORS: dict[str, Any] = {"allow_origins": [ORIGIN], "allow_headers": ["*"]}


class Named:
    """Writes its name down on the way in."""

    def __init__(self, app: Any, name: str, log: list[str]) -> None:
        self.app, self.name, self.log = app, name, log

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            self.log.append(self.name)
        await self.app(scope, receive, send)


class Login(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next: Any) -> Any:
        if "authorization" not in request.headers:
            return JSONResponse({"detail": "log in"}, 401)
        return await call_next(request)


def with_route(app: FastAPI) -> FastAPI:
    @app.get("/")
    def index() -> str:
        return "index"

    @app.get("/missing")
    def missing() -> None:
        raise HTTPException(404)

    @app.get("/broken")
    def broken() -> None:
        raise ValueError

    return app


def order(app: FastAPI, log: list[str]) -> str:
    TestClient(with_route(app)).get("/")
    return " ".join(log)


def test_last_added_middleware_is_outermost() -> None:
    app, log = FastAPI(), list[str]()
    for name in "ABC":
        app.add_middleware(Named, name=name, log=log)
    assert order(app, log) == "C B A"


def test_first_of_the_list_is_outermost() -> None:
    log: list[str] = []
    app = FastAPI(middleware=[Middleware(Named, name=name, log=log) for name in "ABC"])
    assert order(app, log) == "A B C"


def test_the_decorator_is_an_add_and_all_adds_lie_outside_the_list() -> None:
    log: list[str] = []
    app = FastAPI(middleware=[Middleware(Named, name="listed", log=log)])
    app.add_middleware(Named, name="first", log=log)

    @app.middleware("http")
    async def decorated(request: Request, call_next: Any) -> Any:
        log.append("decorated")
        return await call_next(request)

    app.add_middleware(Named, name="last", log=log)
    assert order(app, log) == "last decorated first listed"


def cors_inside_by_add() -> FastAPI:
    app = FastAPI()
    app.add_middleware(CORSMiddleware, **CORS)
    app.add_middleware(Login)
    return app


def cors_inside_by_decorator() -> FastAPI:
    app = FastAPI()
    app.add_middleware(CORSMiddleware, **CORS)

    @app.middleware("http")
    async def login(request: Request, call_next: Any) -> Any:
        if "authorization" not in request.headers:
            return JSONResponse({"detail": "log in"}, 401)
        return await call_next(request)

    return app


def cors_inside_by_list() -> FastAPI:
    return FastAPI(middleware=[Middleware(Login), Middleware(CORSMiddleware, **CORS)])


def cors_in_the_list_of_an_app_with_adds() -> FastAPI:
    app = FastAPI(middleware=[Middleware(CORSMiddleware, **CORS)])
    app.add_middleware(Login)
    return app


INSIDE = pytest.mark.parametrize(
    "make",
    [
        cors_inside_by_add,
        cors_inside_by_decorator,
        cors_inside_by_list,
        cors_in_the_list_of_an_app_with_adds,
    ],
)


@INSIDE
def test_a_middleware_outside_cors_answers_the_preflight(make: Any) -> None:
    answer = TestClient(with_route(make())).options(
        "/",
        headers={
            "Origin": ORIGIN,
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "authorization",
        },
    )
    assert answer.status_code == 401
    assert "access-control-allow-origin" not in answer.headers


@INSIDE
def test_an_answer_from_outside_cors_has_no_cors_headers(make: Any) -> None:
    answer = TestClient(with_route(make())).get("/", headers={"Origin": ORIGIN})
    assert answer.status_code == 401
    assert "access-control-allow-origin" not in answer.headers


def test_with_cors_added_last_preflight_and_refusal_pass_the_browser() -> None:
    app = FastAPI()
    app.add_middleware(Login)
    app.add_middleware(CORSMiddleware, **CORS)
    client = TestClient(with_route(app))
    preflight = client.options(
        "/", headers={"Origin": ORIGIN, "Access-Control-Request-Method": "GET"}
    )
    assert preflight.status_code == 200
    refusal = client.get("/", headers={"Origin": ORIGIN})
    assert refusal.status_code == 401
    assert refusal.headers["access-control-allow-origin"] == ORIGIN


def test_cors_of_an_outer_application_answers_for_what_is_mounted_in_it() -> None:
    app = FastAPI()
    app.add_middleware(CORSMiddleware, **CORS)
    app.mount("/inner", with_route(cors_inside_by_add()))
    client = TestClient(app)
    preflight = client.options(
        "/inner/", headers={"Origin": ORIGIN, "Access-Control-Request-Method": "GET"}
    )
    assert preflight.status_code == 200
    refusal = client.get("/inner/", headers={"Origin": ORIGIN})
    assert refusal.status_code == 401
    assert refusal.headers["access-control-allow-origin"] == ORIGIN


def test_https_redirect_outside_cors_redirects_the_preflight() -> None:
    app = FastAPI()
    app.add_middleware(CORSMiddleware, **CORS)
    app.add_middleware(HTTPSRedirectMiddleware)
    preflight = TestClient(with_route(app), follow_redirects=False).options(
        "/", headers={"Origin": ORIGIN, "Access-Control-Request-Method": "GET"}
    )
    assert preflight.status_code == 307


def test_trusted_host_outside_cors_is_harmless_to_good_hosts() -> None:
    app = FastAPI()
    app.add_middleware(CORSMiddleware, **CORS)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=["testserver"])
    answer = TestClient(with_route(app)).get("/", headers={"Origin": ORIGIN})
    assert answer.headers["access-control-allow-origin"] == ORIGIN


def raised_by_decorator() -> FastAPI:
    app = FastAPI()

    @app.middleware("http")
    async def login(request: Request, call_next: Any) -> Any:
        raise HTTPException(401)

    return app


def raised_by_dispatch() -> FastAPI:
    class Raising(BaseHTTPMiddleware):
        async def dispatch(self, request: Request, call_next: Any) -> Any:
            raise HTTPException(401)

    app = FastAPI()
    app.add_middleware(Raising)
    return app


def raised_by_asgi() -> FastAPI:
    class Raising:
        def __init__(self, app: Any) -> None:
            self.app = app

        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            raise HTTPException(401)

    app = FastAPI()
    app.add_middleware(Raising)
    return app


@pytest.mark.parametrize("make", [raised_by_decorator, raised_by_dispatch, raised_by_asgi])
def test_http_exception_raised_in_middleware_is_a_500(make: Any) -> None:
    app = with_route(make())

    @app.exception_handler(HTTPException)
    async def handler(request: Request, error: HTTPException) -> JSONResponse:
        return JSONResponse({"detail": error.detail}, error.status_code)

    answer = TestClient(app, raise_server_exceptions=False).get("/")
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")


def test_http_exception_of_an_inner_middleware_can_be_caught_outside_it() -> None:
    app = raised_by_dispatch()

    @app.middleware("http")
    async def catching(request: Request, call_next: Any) -> Any:
        try:
            return await call_next(request)
        except HTTPException as error:
            return JSONResponse({"detail": error.detail}, error.status_code)

    assert TestClient(with_route(app)).get("/").status_code == 401


def test_http_exception_of_a_route_never_reaches_a_middleware() -> None:
    app, seen = FastAPI(), list[Exception]()

    @app.middleware("http")
    async def catching(request: Request, call_next: Any) -> Any:
        try:
            return await call_next(request)
        except Exception as error:
            seen.append(error)
            return JSONResponse({}, 500)

    client = TestClient(with_route(app))
    assert client.get("/missing").status_code == 404
    assert seen == []
    assert client.get("/broken").status_code == 500
    assert [type(error) for error in seen] == [ValueError]


def test_a_returned_response_keeps_its_status() -> None:
    app = FastAPI()
    app.add_middleware(Login)
    assert TestClient(with_route(app)).get("/").status_code == 401


def test_a_response_returned_by_a_plain_function_is_a_500() -> None:
    app = FastAPI()

    def login(request: Request, call_next: Any) -> Any:
        return JSONResponse({}, 401) if "refuse" in request.query_params else call_next(request)

    app.middleware("http")(login)
    client = TestClient(with_route(app), raise_server_exceptions=False)
    assert client.get("/missing").status_code == 404
    assert client.get("/?refuse=1").status_code == 500


def test_an_exception_handler_of_the_application_does_not_see_it_but_that_of_exception_does() -> (
    None
):
    """`exception_handler(Exception)` sits outside the middleware: it sees it, and re-raises."""
    app, seen = with_route(raised_by_decorator()), list[str]()

    @app.exception_handler(Exception)
    async def handler(request: Request, error: Exception) -> JSONResponse:
        seen.append(type(error).__name__)
        return JSONResponse({}, 418)

    answer = TestClient(app, raise_server_exceptions=False).get("/")
    assert (answer.status_code, seen) == (418, ["HTTPException"])


def test_middleware_of_a_mount_sits_inside_the_exception_handlers() -> None:
    class Raising:
        def __init__(self, app: Any) -> None:
            self.app = app

        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            raise HTTPException(401)

    app = Starlette(routes=[Mount("/admin", routes=[], middleware=[Middleware(Raising)])])
    assert TestClient(app).get("/admin/").status_code == 401


@pytest.mark.parametrize(
    ("limits", "statuses"), [(["1/hour"], [200, 429]), ([], [200, 200])], ids=["defaults", "none"]
)
def test_slowapi_middleware_answers_for_the_limits_of_all_routes_only(
    limits: list[Any], statuses: list[int]
) -> None:
    app = FastAPI()
    app.state.limiter = Limiter(key_func=get_remote_address, default_limits=limits)
    app.add_middleware(SlowAPIMiddleware)
    client = TestClient(with_route(app))
    assert [client.get("/").status_code for _ in statuses] == statuses


@holds(fastapi=">=0.137")
def test_slowapi_middleware_finds_no_route_of_an_included_router() -> None:
    app, router = FastAPI(), APIRouter()
    app.state.limiter = Limiter(key_func=get_remote_address, default_limits=["1/hour"])
    app.add_middleware(SlowAPIMiddleware)
    router.get("/")(lambda: "index")
    app.include_router(router)
    client = TestClient(app)
    assert [client.get("/").status_code for _ in range(3)] == [200] * 3


def test_http_exception_of_a_route_is_answered_before_it_reaches_middleware() -> None:
    app = with_route(FastAPI())
    seen: list[Exception] = []

    @app.middleware("http")
    async def watch(request: Request, call_next: Any) -> Any:
        try:
            return await call_next(request)
        except Exception as error:
            seen.append(error)
            raise

    client = TestClient(app, raise_server_exceptions=False)
    assert (client.get("/missing").status_code, seen) == (404, [])
    assert client.get("/broken").status_code == 500
    assert [type(error) for error in seen] == [ValueError]


class Refused(AuthenticationError):
    pass


class Backend(AuthenticationBackend):
    """Raises what it is given, if anything."""

    def __init__(self, error: Exception | None) -> None:
        self.error = error

    async def authenticate(
        self, conn: HTTPConnection
    ) -> tuple[AuthCredentials, UnauthenticatedUser] | None:
        if self.error is not None:
            raise self.error
        return None


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (AuthenticationError("no"), 400),
        (Refused("no"), 400),
        (HTTPException(401), 500),
        (ValueError("no"), 500),
        (None, 200),
    ],
)
def test_authentication_middleware_answers_only_an_authentication_error(
    error: Exception | None, status: int
) -> None:
    app = FastAPI()
    app.add_middleware(CORSMiddleware, **CORS)
    app.add_middleware(AuthenticationMiddleware, backend=Backend(error))
    client = TestClient(with_route(app), raise_server_exceptions=False)
    answer = client.get("/", headers={"Origin": ORIGIN})
    assert answer.status_code == status
    assert ("access-control-allow-origin" in answer.headers) is (status == 200)
