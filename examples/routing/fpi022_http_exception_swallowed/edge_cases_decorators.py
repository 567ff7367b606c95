"""Decorators that answer what the routes below them raise."""

import asyncio
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, HTTPException, WebSocket
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi_cache.decorator import cache
from starlette.exceptions import HTTPException as StarletteHTTPException

app = FastAPI()
router = APIRouter(prefix="/items")
log = logging.getLogger(__name__)
items = {"a": "apple"}


class ShopError(HTTPException):
    pass


class SoldOut(ShopError):
    def __init__(self) -> None:
        super().__init__(410)


def checked(name: str) -> str:
    if name not in items:
        raise HTTPException(404)
    return name


def ask(error: Exception) -> Any:
    return JSONResponse({"error": str(error)}, getattr(error, "status_code", 500))


# Alarms


def without_arguments(function):
    @wraps(function)
    async def wrapper(*args, **kwargs):
        try:
            return await function(*args, **kwargs)
        except Exception as error:  # error: FPI022
            log.error("failed: %s", error)
            raise HTTPException(500, str(error)) from error

    return wrapper


@app.get("/without-arguments")
@without_arguments
async def read_plainly(name: str):
    if name not in items:
        raise HTTPException(404)
    return name


def around_plain_functions(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        log.info("%s begins", function.__name__)
        try:
            result = function(*args, **kwargs)
            log.info("done")
            return result
        except Exception as error:  # error: FPI022
            return {"success": False, "error": str(error)}

    return wrapper


@router.get("/plain")
@around_plain_functions
def read_item(name: str):
    if name not in items:
        raise HTTPException(404)
    return {"success": True, "name": name}


def with_options(prefix="", verbose=False):
    def decorator(function):
        @wraps(function)
        async def wrapper(*args, **kwargs):
            try:
                return await function(*args, **kwargs)
            except ValueError as error:
                raise HTTPException(400) from error
            except Exception as error:  # error: FPI022
                raise HTTPException(status_code=500, detail=f"{prefix}{error}") from error

        return wrapper

    return decorator


@app.api_route("/with-options", methods=["GET", "POST"])
@with_options()
async def read_name(name: str):
    if name not in items:
        raise SoldOut()
    return name


def for_both(function):
    """It gives one wrapper for what is asynchronous, and another one for what is not."""

    @wraps(function)
    async def wrapper(*args, **kwargs):
        try:
            return await function(*args, **kwargs)
        except Exception as error:  # error: FPI022
            raise HTTPException(500) from error

    @wraps(function)
    def plain_wrapper(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except Exception as error:
            raise HTTPException(500) from error

    return wrapper if asyncio.iscoroutinefunction(function) else plain_wrapper


@app.get("/for-both")
@for_both
async def read_both(name: str):
    if name not in items:
        raise HTTPException(404)
    return name


def of_helpers(function):
    @wraps(function)
    async def wrapper(*args, **kwargs):
        try:
            return await function(*args, **kwargs)
        except Exception as error:  # error: FPI022
            raise HTTPException(500) from error

    return wrapper


@app.get("/of-helpers")
@of_helpers
async def read_safe(name: str):
    return {"name": checked(name)}


def of_dependencies(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except Exception as error:  # error: FPI022
            raise HTTPException(500, "could not find out who asks") from error

    return wrapper


@of_dependencies
def get_user(token: str = ""):
    if not token:
        raise HTTPException(401)
    return token


@app.get("/user")
def read_user(user: str = Depends(get_user)):
    return user


def of_services(function):
    @wraps(function)
    async def wrapper(*args, **kwargs):
        try:
            return await function(*args, **kwargs)
        except Exception as error:  # error: FPI022
            raise HTTPException(500) from error

    return wrapper


@of_services
async def find(name: str) -> str:
    if name not in items:
        raise HTTPException(404)
    return name


@app.get("/services")
async def read_of_services(name: str):
    return {"name": await find(name)}


def another_4xx(function):
    @wraps(function)
    async def wrapper(*args, **kwargs):
        try:
            return await function(*args, **kwargs)
        except Exception as error:  # error: FPI022
            raise HTTPException(400, str(error)) from error

    return wrapper


@app.get("/another-4xx")
@cache(expire=60)
@another_4xx
async def read_cached(name: str):
    if name not in items:
        raise HTTPException(404)
    return name


def only_a_subclass_first(function):
    @wraps(function)
    async def wrapper(*args, **kwargs):
        try:
            return await function(*args, **kwargs)
        except ShopError:
            raise
        except Exception as error:  # error: FPI022
            raise HTTPException(500) from error

    return wrapper


@app.get("/only-a-subclass-first/1")
@only_a_subclass_first
async def read_sold_out(name: str):
    if name not in items:
        raise SoldOut()
    return name


@app.get("/only-a-subclass-first/2")
@only_a_subclass_first
async def read_b(name: str):
    if name not in items:
        raise HTTPException(404)
    return name


# Innocent: it passes


def passed_first(function):
    @wraps(function)
    async def wrapper(*args, **kwargs):
        try:
            return await function(*args, **kwargs)
        except StarletteHTTPException:
            raise
        except Exception as error:
            raise HTTPException(500) from error

    return wrapper


@app.get("/passed-first")
@passed_first
async def read_passed_first(name: str):
    if name not in items:
        raise HTTPException(404)
    return name


def passed_by_its_base(function):
    @wraps(function)
    async def wrapper(*args, **kwargs):
        try:
            return await function(*args, **kwargs)
        except ShopError as error:
            raise error
        except Exception as error:
            raise HTTPException(500) from error

    return wrapper


@app.get("/passed-by-its-base")
@passed_by_its_base
async def read_passed_by_its_base(name: str):
    if name not in items:
        raise SoldOut()
    return name


def passed_inside(function):
    @wraps(function)
    async def wrapper(*args, **kwargs):
        try:
            try:
                return await function(*args, **kwargs)
            except HTTPException as error:
                return JSONResponse({"error": error.detail}, error.status_code)
        except Exception as error:
            raise HTTPException(500) from error

    return wrapper


@app.get("/passed-inside")
@passed_inside
async def read_passed_inside(name: str):
    if name not in items:
        raise HTTPException(404)
    return name


def raised_again(function):
    @wraps(function)
    async def wrapper(*args, **kwargs):
        try:
            return await function(*args, **kwargs)
        except Exception:
            log.exception("failed")
            raise

    return wrapper


@app.get("/raised-again")
@raised_again
async def read_raised_again(name: str):
    if name not in items:
        raise HTTPException(404)
    return name


def asked_by_isinstance(function):
    @wraps(function)
    async def wrapper(*args, **kwargs):
        try:
            return await function(*args, **kwargs)
        except Exception as error:
            if isinstance(error, HTTPException):
                raise
            raise HTTPException(500) from error

    return wrapper


@app.get("/isinstance")
@asked_by_isinstance
async def read_asked(name: str):
    if name not in items:
        raise HTTPException(404)
    return name


def raised_if_wanted(again: bool):
    def decorator(function):
        @wraps(function)
        async def wrapper(*args, **kwargs):
            try:
                return await function(*args, **kwargs)
            except Exception as error:
                if again:
                    raise
                raise HTTPException(500) from error

        return wrapper

    return decorator


@app.get("/raised-if-wanted")
@raised_if_wanted(again=True)
async def read_raised_if_wanted(name: str):
    if name not in items:
        raise HTTPException(404)
    return name


def with_its_status(function):
    @wraps(function)
    async def wrapper(*args, **kwargs):
        try:
            return await function(*args, **kwargs)
        except Exception as error:
            code = getattr(error, "status_code", 500)
            return JSONResponse({"error": str(error)}, status_code=code)

    return wrapper


@app.get("/with-its-status")
@with_its_status
async def read_with_its_status(name: str):
    if name not in items:
        raise HTTPException(404)
    return name


def handed_on(function):
    @wraps(function)
    async def wrapper(*args, **kwargs):
        try:
            return await function(*args, **kwargs)
        except Exception as error:
            return ask(error)

    return wrapper


@app.get("/handed-on")
@handed_on
async def read_handed_on(name: str):
    if name not in items:
        raise HTTPException(404)
    return name


def with_status_given(code: int):
    def decorator(function):
        @wraps(function)
        async def wrapper(*args, **kwargs):
            try:
                return await function(*args, **kwargs)
            except Exception as error:
                raise HTTPException(code) from error

        return wrapper

    return decorator


@app.get("/with-status-given")
@with_status_given(404)
async def read_with_status_given(name: str):
    if name not in items:
        raise HTTPException(404)
    return name


def retried(function):
    @wraps(function)
    async def wrapper(*args, **kwargs):
        for _ in range(2):
            try:
                return await function(*args, **kwargs)
            except Exception:
                log.warning("again")
        return await function(*args, **kwargs)

    return wrapper


@app.get("/retried")
@retried
async def read_retried(name: str):
    if name not in items:
        raise HTTPException(404)
    return name


def retried_in_vain(function):
    @wraps(function)
    async def wrapper(*args, **kwargs):
        while True:
            try:
                return await function(*args, **kwargs)
            except Exception as error:
                raise HTTPException(500) from error

    return wrapper


@app.get("/retried-in-vain")
@retried_in_vain
async def read_retried_in_vain(name: str):
    if name not in items:
        raise HTTPException(404)
    return name


def as_a_page(function):
    @wraps(function)
    async def wrapper(*args, **kwargs):
        try:
            return await function(*args, **kwargs)
        except Exception as error:
            return HTMLResponse(f"<h1>Failed</h1>{error!r}", status_code=500)

    return wrapper


@app.get("/as-a-page")
@as_a_page
async def read_as_a_page(name: str):
    if name not in items:
        raise HTTPException(404)
    return name


# Innocent: it is not called in the `try`, or not always


def calling_something_else(function):
    @wraps(function)
    async def wrapper(*args, **kwargs):
        try:
            log.info(checked("a"))
        except Exception as error:
            return JSONResponse({"error": str(error)}, status_code=500)
        return await function(*args, **kwargs)

    return wrapper


@app.get("/calling-something-else")
@calling_something_else
async def read_something_else(name: str):
    if name not in items:
        raise HTTPException(404)
    return name


def calling_in_part(function):
    @wraps(function)
    async def wrapper(*args, **kwargs):
        if "id" in kwargs:
            return await function(*args, **kwargs)
        try:
            return await function(*args, id=0, **kwargs)
        except Exception as error:
            return JSONResponse({"error": str(error)}, status_code=500)

    return wrapper


@app.get("/calling-in-part")
@calling_in_part
async def read_in_part(name: str, id: int | None = None):
    if name not in items:
        raise HTTPException(404)
    return name


def calling_again(function):
    @wraps(function)
    async def wrapper(*args, **kwargs):
        try:
            return await function(*args, **kwargs)
        except ValueError:
            return await function(*args, **kwargs)
        except Exception as error:
            return JSONResponse({"error": str(error)}, status_code=500)

    return wrapper


@app.get("/calling-again")
@calling_again
async def read_again(name: str):
    if name not in items:
        raise HTTPException(404)
    return name


def if_wanted(enabled: bool):
    def decorator(function):
        @wraps(function)
        async def wrapper(*args, **kwargs):
            try:
                return await function(*args, **kwargs)
            except Exception as error:
                raise HTTPException(500) from error

        if not enabled:
            return function
        return wrapper

    return decorator


@app.get("/if-wanted")
@if_wanted(False)
async def read_if_wanted(name: str):
    if name not in items:
        raise HTTPException(404)
    return name


def not_awaited(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        try:
            return function(*args, **kwargs)  # a coroutine, which FastAPI awaits
        except Exception as error:
            raise HTTPException(500) from error

    return wrapper


@app.get("/not-awaited")
@not_awaited
async def read_not_awaited(name: str):
    if name not in items:
        raise HTTPException(404)
    return name


def around_other(other: Callable[..., Any]):
    def decorator(function):
        @wraps(function)
        async def wrapper(*args, **kwargs):
            try:
                return await other(*args, **kwargs)
            except Exception as error:
                raise HTTPException(500) from error

        return wrapper

    return decorator


@app.get("/around-other")
@around_other(read_not_awaited)
async def read_other(name: str):
    if name not in items:
        raise HTTPException(404)
    return name


# Innocent: nothing is lost by what it is put around


def on_top(function):
    @wraps(function)
    async def wrapper(*args, **kwargs):
        try:
            return await function(*args, **kwargs)
        except Exception as error:
            raise HTTPException(500) from error

    return wrapper


@on_top  # for nothing: see FPI005
@app.get("/on-top")
async def read_on_top(name: str):
    if name not in items:
        raise HTTPException(404)
    return name


def around_those_that_do_not_raise(function):
    @wraps(function)
    async def wrapper(*args, **kwargs):
        try:
            return await function(*args, **kwargs)
        except Exception as error:
            raise HTTPException(500) from error

    return wrapper


@app.get("/never-raises/1")
@around_those_that_do_not_raise
async def read_without_raising(name: str, user: str = Depends(get_user)):
    """What the dependency raises, FastAPI answers before."""
    return items.get(name)


@app.get("/never-raises/2")
@around_those_that_do_not_raise
async def read_with_a_failure(name: str):
    if name not in items:
        raise HTTPException(503)
    return name


@app.get("/never-raises/3")
@around_those_that_do_not_raise
async def read_and_catch(name: str):
    try:
        return checked(name)
    except HTTPException:
        return None


@app.get("/never-raises/4")
@around_those_that_do_not_raise
@without_arguments  # who knows what comes out of both
async def read_with_another(name: str):
    if name not in items:
        raise HTTPException(404)
    return name


@app.websocket("/never-raises/5")
@around_those_that_do_not_raise
async def talk(socket: WebSocket):
    await socket.accept()


@around_those_that_do_not_raise
async def tidy_up(name: str):
    if name not in items:
        raise HTTPException(404)


@app.post("/never-raises/6")
async def start_tidying(name: str, tasks: BackgroundTasks):
    tasks.add_task(tidy_up, name)  # nobody answers with it


@around_those_that_do_not_raise
async def find_quietly(name: str):
    if name not in items:
        raise HTTPException(404)
    return name


@app.get("/never-raises/7")
async def read_quietly(name: str):
    try:
        return await find_quietly(name)
    except Exception:
        return None


def answering_for_services(function):
    """What it returns for a service, the route may make an answer of."""

    @wraps(function)
    async def wrapper(*args, **kwargs):
        try:
            return await function(*args, **kwargs)
        except Exception as error:
            return {"error": str(error)}

    return wrapper


@answering_for_services
async def find_or_tell(name: str):
    if name not in items:
        raise HTTPException(404)
    return {"name": name}


@app.get("/services/told")
async def read_or_tell(name: str):
    return await find_or_tell(name)


def with_fallback_for_helpers(function):
    """What a helper raises may be a failure where the handler does more than to answer."""

    @wraps(function)
    async def wrapper(*args, **kwargs):
        try:
            return await function(*args, **kwargs)
        except Exception as error:
            items["failed"] = "yes"
            raise HTTPException(500) from error

    return wrapper


@app.get("/with-fallback")
@with_fallback_for_helpers
async def read_with_fallback(name: str):
    return checked(name)


app.include_router(router)
