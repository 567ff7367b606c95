import functools
import inspect
from functools import cache, wraps
from functools import lru_cache as memo

import slowapi
import tenacity
from celery import Celery
from dependency_injector.wiring import inject
from fastapi import APIRouter, FastAPI, Request, WebSocket
from fastapi.responses import JSONResponse, PlainTextResponse
from fastapi_cache.coder import PickleCoder
from fastapi_cache.decorator import cache as cached
from fastapi_versioning import version
from mcp.server.fastmcp import FastMCP
from slowapi import Limiter as SlowLimiter
from somewhere import unknown
from starlette.authentication import requires
from tenacity import retry, stop_after_attempt
from typing_extensions import deprecated, no_type_check

app = FastAPI()
router = APIRouter()
limiter = SlowLimiter(key_func=str)
other_limiter = slowapi.Limiter(key_func=str)
celery = Celery()
mcp = FastMCP("tools")
registry = {}


def wrapping(function):
    @wraps(function)
    async def wrapper(*args, **kwargs):
        return await function(*args, **kwargs)

    return wrapper


def wrapping_by_lambda(function):
    return lambda *args, **kwargs: function(*args, **kwargs)


def wrapping_by_partial(function):
    return functools.partial(function, 1)


def factory(name):
    def decorator(function):
        @wraps(function)
        def wrapper(*args, **kwargs):
            return function(*args, **kwargs)

        return wrapper

    return decorator


def both_ways(function=None, *, name=""):
    def decorator(inner):
        @wraps(inner)
        def wrapper(*args, **kwargs):
            return inner(*args, **kwargs)

        return wrapper

    return decorator(function) if function else decorator


def registering(function):
    registry[function.__name__] = function
    return function


def registering_factory(name):
    def decorator(function):
        registry[name] = function
        return function

    return decorator


def replacing(function):
    return registry.get(function.__name__, function)


class Wrapper:
    def __init__(self, function):
        self.function = function

    def __call__(self, *args, **kwargs):
        return self.function(*args, **kwargs)


class Registry:
    def add(self, function):
        self.function = function
        return function

    def timed(self, function):
        @wraps(function)
        def wrapper(*args, **kwargs):
            return function(*args, **kwargs)

        return wrapper


own = Registry()


@wrapping  # error: FPI005
@app.get("/a")
async def a(): ...


@app.get("/b")
@wrapping
async def b(): ...


@wrapping_by_lambda  # error: FPI005
@app.get("/c")
async def c(): ...


@wrapping_by_partial  # error: FPI005
@app.get("/d")
async def d(x: int): ...


@factory("e")  # error: FPI005
@router.post("/e")
def e(): ...


@both_ways  # error: FPI005
@router.post("/f")
def f(): ...


@both_ways(name="g")  # error: FPI005
@router.post("/g")
def g(): ...


@registering
@router.post("/h")
def h(): ...


@registering_factory("i")
@router.post("/i")
def i(): ...


@replacing
@router.post("/j")
def j(): ...


@Wrapper  # error: FPI005
@router.post("/k")
def k(): ...


@own.add
@router.get("/l")
def registered(): ...


@own.timed  # error: FPI005
@router.get("/m")
def m(): ...


@app.get("/n")
@router.get("/n")
def two_routes(): ...


@unknown
@router.get("/o")
def o(): ...


@unknown.task(name="p")
@router.get("/p")
def p(): ...


@celery.task
@router.get("/q")
def q(): ...


@mcp.tool()
@router.get("/r")
def r(): ...


@deprecated("use s2")
@no_type_check
@router.get("/s")
def s(): ...


@version(2, 0)
@router.get("/t")
def t(): ...


@limiter.limit("1/minute")  # error: FPI005
@router.get("/u")
def u(request: Request): ...


@other_limiter.shared_limit("1/minute", scope="v")  # error: FPI005
@router.get("/v")
def v(request: Request): ...


@limiter.exempt
@router.get("/w")
def w(request: Request): ...


@cached(expire=60)  # error: FPI005
@router.get("/x")
async def x(): ...


@cache  # error: FPI005
@router.get("/y")
def y(): ...


@memo(maxsize=1)  # error: FPI005
@router.get("/z")
def z(): ...


@requires("authenticated")  # error: FPI005
@router.get("/aa")
def aa(request: Request): ...


@retry(stop=stop_after_attempt(3))  # error: FPI005
@router.get("/bb")
def bb(): ...


@tenacity.retry  # error: FPI005
@router.websocket("/cc")
async def cc(socket: WebSocket): ...


@inject  # error: FPI005
@router.get("/dd")
async def dd(): ...


@inject  # error: FPI005
@wrapping  # error: FPI005
@router.get("/ee")
async def ee(): ...


@wrapping  # error: FPI005
@app.get("/ff")
@app.post("/ff")
async def ff(): ...


@app.get("/gg")
@wrapping  # error: FPI005
@app.post("/gg")
async def between(): ...


@wrapping
async def not_a_route(): ...


@wrapping
@registry.get("/ii")
def dictionary_is_no_router(): ...


def build() -> FastAPI:
    built = FastAPI()

    @wrapping  # error: FPI005
    @built.get("/jj")
    async def jj(): ...

    return built


class Audited:
    def __init__(self, action: str) -> None:
        self.action = action

    def __call__(self, function):
        @functools.wraps(function)
        async def wrapper(*args, **kwargs):
            return await function(*args, **kwargs)

        return wrapper


class Tagged:
    def __init__(self, tag: str) -> None:
        self.tag = tag

    def __call__(self, function):
        function.tag = self.tag
        return function


@Audited("create")  # error: FPI005
@app.post("/kk")
async def audited(): ...


@Tagged("public")
@app.post("/ll")
@Audited("update")
async def tagged(): ...


def in_the_menu(function):
    """It marks what it is given, and also gives a wrapper."""
    function.in_the_menu = True

    @functools.wraps(function)
    async def wrapper(*args, **kwargs):
        return await function(*args, **kwargs)

    return wrapper


def counted(function):
    @functools.wraps(function)
    async def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return await function(*args, **kwargs)

    wrapper.calls = 0
    return wrapper


@in_the_menu
@app.get("/mm")
async def marked(): ...


@counted  # error: FPI005
@app.get("/nn")
async def not_counted(): ...


def command(name):
    """It puts the function into a table, whatever becomes of the wrapper."""

    def decorator(function):
        registry[name] = function

        @functools.wraps(function)
        async def wrapper(*args, **kwargs):
            return await function(*args, **kwargs)

        return wrapper

    return decorator


def announced(function):
    unknown.register("announced", function)

    async def wrapper(*args, **kwargs):
        return await function(*args, **kwargs)

    functools.update_wrapper(wrapper, function)
    return wrapper


def named(function=None, *, name=""):
    def decorator(inner):
        names.append(name or inner.__name__)

        @wraps(inner)
        def wrapper(*args, **kwargs):
            return inner(*args, **kwargs)

        return wrapper

    return decorator(function) if function else decorator


def looked_at(function):
    """What it keeps, it keeps in its wrapper, or for the time that a call of that takes."""
    signature = inspect.signature(function)
    tried = []
    tried.append(function)
    print("decorating", function.__name__)

    async def wrapper(*args, **kwargs):
        registry["last"] = function
        return await function(*signature.bind(*args, **kwargs).args)

    wrapper.original = function
    wrapper.__signature__ = inspect.signature(function)
    functools.update_wrapper(wrapper, function)
    return wrapper


class Commands:
    def __init__(self):
        self.commands = {}

    def command(self, name):
        def decorator(function):
            self.commands[name] = Command(function)

            async def wrapper(*args, **kwargs):
                return await function(*args, **kwargs)

            return wrapper

        return decorator


class Command:
    def __init__(self, function):
        self.function = function


class Counted:
    def __init__(self, limit):
        self.limit = limit

    def __call__(self, function):
        self.function = function

        async def wrapper(*args, **kwargs):
            return await self.function(*args, **kwargs)

        return wrapper


commands = Commands()
names = []


@command("oo")
@app.get("/oo")
async def in_a_table(): ...


@announced
@app.get("/pp")
async def given_to_others(): ...


@named(name="qq")
@app.get("/qq")
def by_name(): ...


@commands.command("rr")
@app.get("/rr")
async def in_the_table_of_an_object(): ...


@looked_at  # error: FPI005
@app.get("/ss")
async def only_looked_at(): ...


@Counted(3)  # error: FPI005
@app.get("/tt")
async def kept_by_its_wrapper(): ...


# What would fail below the route is taken out


def handing_out(function):
    def wrapper(*args):
        return function(*args)

    return wrapper


@handing_out  # error: FPI005
@app.get("/uu")
async def only_a_coroutine(): ...


@handing_out  # error: FPI005
@app.get("/vv")
def no_coroutine(): ...


@factory("ww")  # error: FPI005
@app.get("/ww")
async def looked_under_since_0_123_5(): ...


@cache  # error: FPI005
@app.get("/xx")
async def awaited_twice(): ...


@cached(expire=60)  # error: FPI005
@app.get("/yy")
async def kept_as_json():
    return PlainTextResponse("a,b")


@cached(expire=60)  # error: FPI005
@app.get("/zz")
async def is_json():
    return JSONResponse(["a", "b"])


@cached(expire=60, coder=PickleCoder)  # error: FPI005
@app.get("/aaa")
async def kept_as_it_is():
    return PlainTextResponse("a,b")
