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


@limiter.limit("5/minute")  # error: FPI005
@app.post("/login")
def login(request: Request, name: str) -> str:
    return name


@logged  # error: FPI005
@app.get("/hello")
def hello() -> str:
    return "hello"


@functools.lru_cache  # error: FPI005
@app.get("/numbers")
def numbers() -> list[int]:
    return list(range(1000))
