from collections.abc import Awaitable
from contextlib import suppress

import starlette.exceptions
from fastapi import Depends, FastAPI, Request
from fastapi import HTTPException as ApiError
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from slowapi.errors import RateLimitExceeded
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.responses import Response
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send
from werkzeug.exceptions import HTTPException as FlaskError

app = FastAPI()
plain = Starlette()


class NotAllowed(HTTPException):
    def __init__(self) -> None:
        super().__init__(403)


def check(request: Request) -> None:
    if not request.headers.get("x"):
        raise ApiError(401)


def check_twice(request: Request) -> None:
    check(request)


# ----- becomes a 500


@app.middleware("http")
async def starlette_error(request: Request, call_next):
    if request.headers.get("x"):
        raise HTTPException(status_code=400)  # error: FPI704
    if request.headers.get("y"):
        raise starlette.exceptions.HTTPException(status_code=400)  # error: FPI704
    if request.headers.get("z"):
        raise NotAllowed()  # error: FPI704
    if request.headers.get("bare"):
        raise NotAllowed  # error: FPI704
    return await call_next(request)


@app.middleware("http")
async def through_variable(request: Request, call_next):
    error = ApiError(401)
    if request.headers.get("x"):
        raise error  # error: FPI704
    check(request)  # error: FPI704
    check_twice(request)  # error: FPI704
    return await call_next(request)


@app.middleware("http")
async def in_a_handler(request: Request, call_next):
    try:
        user = request.headers["x"]
    except KeyError:
        raise ApiError(401)  # error: FPI704
    try:
        request.state.user = int(user)
    except ValueError as error:
        raise ApiError(401) from error  # error: FPI704
    finally:
        print("done")
    return await call_next(request)


@app.middleware("http")
async def caught_too_narrowly(request: Request, call_next):
    try:
        check(request)  # error: FPI704
    except (ValueError, KeyError):
        return JSONResponse({}, 400)
    try:
        raise ApiError(401)  # error: FPI704
    except HTTPException:
        raise
    return await call_next(request)


async def by_hand(request: Request, call_next):
    raise ApiError(503)  # error: FPI704


app.middleware("http")(by_hand)


async def by_dispatch(request: Request, call_next):
    raise ApiError(503)  # error: FPI704


app.add_middleware(BaseHTTPMiddleware, dispatch=by_dispatch)


class Base(BaseHTTPMiddleware):
    pass


class Derived(Base):
    def __init__(self, app: ASGIApp, key: str | None = None) -> None:
        super().__init__(app)
        if key is None:
            raise ApiError(500)

    async def dispatch(self, request: Request, call_next):
        await self.authenticate(request)  # error: FPI704
        return await call_next(request)

    async def authenticate(self, request: Request) -> None:
        raise ApiError(401)


app.add_middleware(Derived)


class Asgi:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["headers"]:
            raise ApiError(400)  # error: FPI704
        await self.app(scope, receive, send)


plain.add_middleware(Asgi)


class ListedAsgi:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        raise ApiError(400)  # error: FPI704


listed = FastAPI(middleware=[Middleware(ListedAsgi)])


def register(app):
    @app.middleware("http")
    async def of_an_app_without_annotation(request: Request, call_next):
        raise ApiError(503)  # error: FPI704


# ----- answered, or not of a middleware


def register_elsewhere(bus):
    @bus.middleware("events")
    async def of_something_else(event, call_next):
        raise ApiError(503)


@app.middleware("http")
async def handled(request: Request, call_next):
    try:
        check(request)
        if request.headers.get("y"):
            raise ApiError(400)
    except HTTPException as error:
        return JSONResponse({"detail": error.detail}, error.status_code)
    try:
        raise NotAllowed()
    except Exception:
        return JSONResponse({}, 403)
    with suppress(HTTPException):
        check(request)
    try:
        check(request)
    except:  # noqa: E722
        pass
    return await call_next(request)


@app.middleware("http")
async def other_errors(request: Request, call_next):
    if request.headers.get("x"):
        raise ValueError("x")
    if request.headers.get("y"):
        raise FlaskError()
    error = ApiError(401)
    if request.headers.get("z"):
        return JSONResponse({"detail": error.detail}, error.status_code)
    return await call_next(request)


@app.middleware("http")
async def nested(request: Request, call_next):
    def require(header: str) -> None:
        if header not in request.headers:
            raise ApiError(400)

    request.state.require = require
    return await call_next(request)


class Limiter:
    """Called by `Depends`: FastAPI answers what it raises."""

    async def __call__(self, request: Request) -> None:
        raise ApiError(429)


class Dispatcher:
    async def dispatch(self, request: Request, call_next):
        raise ApiError(400)


class OfRoutes:
    """Sits inside the handler of HTTPException, as middleware of a mount."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        raise HTTPException(400)


mounted = Mount("/admin", routes=[], middleware=[Middleware(OfRoutes)])


@app.get("/", dependencies=[Depends(check), Depends(Limiter())])
def index() -> None:
    raise ApiError(404)


guarded = FastAPI()


@guarded.middleware("http")
async def inner(request: Request, call_next):
    raise ApiError(401)


@guarded.middleware("http")
async def outer(request: Request, call_next):
    try:
        return await call_next(request)
    except HTTPException as error:
        return JSONResponse({"detail": error.detail}, error.status_code)


# ----- in place of what the routes raise, which has been answered inside of all middleware


@app.middleware("http")
async def answered_before(request: Request, call_next):
    try:
        response = await call_next(request)
    except RateLimitExceeded:
        raise ApiError(429)
    except (RequestValidationError, NotAllowed) as error:
        raise ApiError(400) from error
    except KeyError as error:
        raise ApiError(503) from error  # error: FPI704
    return response


class NobodyAddsIt(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        if "x-old" in request.headers:
            raise ApiError(410)
        return await call_next(request)


class CheckedWithin(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        try:
            check(request)
            return await call_next(request)
        except HTTPException as error:
            raise ApiError(403) from error  # error: FPI704


# ----- what it becomes anyway


class Configured(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        if not hasattr(request.app.state, "settings"):
            raise ApiError(500)
        return await call_next(request)


SOMEBODY_ADDS = [CheckedWithin, Configured]


# ----- a base calls what derived classes have


class Checking(BaseHTTPMiddleware):
    async def check(self, request: Request) -> None: ...

    async def dispatch(self, request: Request, call_next):
        await self.check(request)
        return await call_next(request)


class Careful(BaseHTTPMiddleware):
    async def check(self, request: Request) -> None: ...

    async def dispatch(self, request: Request, call_next):
        try:
            await self.check(request)
        except HTTPException as error:
            return JSONResponse({"detail": error.detail}, error.status_code)
        return await call_next(request)


class Strict(Checking):
    async def check(self, request: Request) -> None:
        if "x-token" not in request.headers:
            raise ApiError(401)  # error: FPI704

    async def refuse(self) -> None:
        raise ApiError(403)


class StrictAndCareful(Careful):
    async def check(self, request: Request) -> None:
        if "x-token" not in request.headers:
            raise ApiError(401)


class StrictButNeverAdded(Checking):
    async def check(self, request: Request) -> None:
        raise ApiError(401)


strict = FastAPI()
strict.add_middleware(Strict)
strict.add_middleware(StrictAndCareful)


def plain_function(request: Request, call_next: RequestResponseEndpoint) -> Awaitable[Response]:
    """What it returns is awaited: a response in its place would be a 500 too."""
    if "x-token" not in request.headers:
        raise ApiError(401)
    return call_next(request)


app.middleware("http")(plain_function)
