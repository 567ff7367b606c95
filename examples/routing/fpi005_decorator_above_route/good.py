import functools
from collections.abc import Callable

from fastapi import FastAPI, Request
from slowapi import Limiter
from slowapi.util import get_remote_address

app = FastAPI()
limiter = Limiter(key_func=get_remote_address)


def logged(function: Callable[..., str]) -> Callable[..., str]:
    @functools.wraps(function)
    def wrapper(*args: object, **kwargs: object) -> str:
        print("called", function.__name__)
        return function(*args, **kwargs)

    return wrapper


@app.post("/login")
@limiter.limit("5/minute")
def login(request: Request, name: str) -> str:
    return name


@app.get("/hello")
@logged
def hello() -> str:
    return "hello"


@app.get("/numbers")
@functools.lru_cache
def numbers() -> list[int]:
    return list(range(1000))
