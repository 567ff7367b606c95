import functools
from collections.abc import Callable
from contextlib import contextmanager
from operator import itemgetter
from typing import Annotated, Any

import fastapi
from fastapi import APIRouter, Depends, FastAPI, Request, Security
from fastapi.security import HTTPBearer, OAuth2PasswordBearer
from pydantic import BaseModel
from somewhere import Unknown, unknown

app = FastAPI(dependencies=[Depends(unknown())])


class Plain:
    pass


class Model(BaseModel):
    name: str = ""


class Callback:
    def __call__(self) -> int:
        return 1


class Inherited(Callback):
    pass


class OfUnknown(Unknown):
    pass


class CallInClassAttribute:
    __call__ = lambda self: 1  # noqa: E731


class Meta(type):
    def __call__(cls, *args, **kwargs):
        return lambda: 1


class WithMeta(metaclass=Meta):
    pass


class MadeByNew:
    def __new__(cls):
        return lambda: 1


class Service:
    def method(self):
        yield 1

    def factory(self):
        return self.method


service = Service()


async def coroutine():
    return 1


async def coroutine_of_callable():
    return lambda: 1


def generator():
    yield 1


def constant():
    return 1


def text(name: str) -> str:
    return f"hello {name}"


def display():
    return {"name": "x"}


def nothing():
    print("nothing")


def stub() -> Callable[[], int]: ...


def raising():
    raise NotImplementedError


def comparison(a=1):
    return a > 1


def plain():
    return Plain()


def model():
    return Model(name="x")


def either(flag=True):
    if flag:
        return lambda: 1
    return None


def inner_function():
    def inner():
        return 1

    return inner


def inner_class():
    class Inner:
        def __call__(self):
            return 1

    return Inner()


def partial():
    return functools.partial(text, "x")


def other_function():
    return text


def chained():
    return inner_function()


def returns_argument(function):
    return function


def returns_local():
    value = unknown()
    return value


def returns_local_constant():
    value = 3
    return value


def through():
    return constant()


def callable_instance():
    return Callback()


def class_itself():
    return Plain


def operator_getter():
    return itemgetter("x")


def maybe():
    return unknown() or 3


@functools.lru_cache
def settings():
    return Model()


@contextmanager
def context():
    yield 1


@unknown
def decorated():
    return 1


def callable_when_asked(flag: bool) -> Any:
    return None if flag else text


def ready_made(permission: str) -> Any:
    return Depends(other_function())


def ready_made_or_not(permission: str) -> Any:
    if permission:
        return Depends(text)
    return text


callback = Callback()
bearer = HTTPBearer()
router = APIRouter(dependencies=[Depends(constant())])  # error: FPI107


@router.get("/a", dependencies=[Security(generator())])  # error: FPI107
def a(
    b: Annotated[Any, Depends(coroutine())],  # error: FPI107
    c: Annotated[Any, fastapi.Depends(dependency=generator())],  # error: FPI107
    d: Annotated[Any, Depends(coroutine_of_callable())],  # error: FPI107
    e: Annotated[Any, Depends(text("x"))],  # error: FPI107
    f: Annotated[Any, Depends(display())],  # error: FPI107
    g: Annotated[Any, Depends(nothing())],  # error: FPI107
    h: Annotated[Any, Depends(comparison())],  # todo: FPI107
    i: Annotated[Any, Depends(plain())],  # error: FPI107
    j: Annotated[Any, Depends(model())],  # error: FPI107
    k: Annotated[Any, Depends(settings())],  # error: FPI107
    l: Annotated[Any, Depends(Plain())],  # error: FPI107  # noqa: E741
    m: Annotated[Any, Depends(Model(name="x"))],  # error: FPI107
    n: Annotated[Any, Depends(service.method())],  # error: FPI107
    o: Annotated[Any, Depends(returns_local_constant())],  # error: FPI107
    p: Annotated[Any, Depends(through())],  # error: FPI107
    q: Annotated[Any, Depends(use_cache=False, dependency=constant())],  # error: FPI107
): ...


@router.get("/ready", dependencies=[Depends(ready_made("write"))])  # error: FPI107
def ready(
    a: Annotated[Any, Security(ready_made("read"))],  # error: FPI107
    b: Annotated[Any, ready_made("read")],
    c: Annotated[Any, Depends(ready_made_or_not("read"))],
    d: Any = ready_made("read"),
): ...


@router.get("/b")
def b(
    a: Annotated[Any, Depends(coroutine)],
    b: Annotated[Any, Depends(Callback())],
    c: Annotated[Any, Depends(Inherited())],
    d: Annotated[Any, Depends(OfUnknown())],
    e: Annotated[Any, Depends(CallInClassAttribute())],
    f: Annotated[Any, Depends(WithMeta())],  # todo: not FPI107
    g: Annotated[Any, Depends(MadeByNew())],
    h: Annotated[Any, Depends(service.factory())],
    i: Annotated[Any, Depends(stub())],
    j: Annotated[Any, Depends(raising())],
    k: Annotated[Any, Depends(either())],
    l: Annotated[Any, Depends(inner_function())],  # noqa: E741
    m: Annotated[Any, Depends(inner_class())],
    n: Annotated[Any, Depends(partial())],
    o: Annotated[Any, Depends(other_function())],
    p: Annotated[Any, Depends(chained())],
    q: Annotated[Any, Depends(returns_argument(text))],
    r: Annotated[Any, Depends(returns_local())],
    s: Annotated[Any, Depends(callable_instance())],
    t: Annotated[Any, Depends(class_itself())],
    u: Annotated[Any, Depends(operator_getter())],
    v: Annotated[Any, Depends(maybe())],
    w: Annotated[Any, Depends(context())],
    x: Annotated[Any, Depends(decorated())],
    y: Annotated[Any, Depends(callable_when_asked(False))],
    z: Annotated[Any, Depends(unknown())],
): ...


@router.get("/c")
def c(
    a: Annotated[Any, Depends(OAuth2PasswordBearer(tokenUrl="token"))],
    b: Annotated[Any, Depends(bearer)],
    c: Annotated[Any, Depends(lambda: constant())],
    d: Annotated[Any, Depends(callback)],
    e: Annotated[Any, Depends(functools.partial(text, "x"))],
    f: Annotated[Plain, Depends()],
    h: Annotated[Any, Depends(itemgetter("x"))],
): ...


def not_a_dependency(value=constant()): ...


def needs(permission: str) -> str:
    """What is declared is what the function it gives, gives."""

    def check(request: Request) -> str:
        return request.headers[permission]

    return check


@router.get("/needs")
def with_needs(by: Annotated[str, Depends(needs("x-permission"))]): ...
