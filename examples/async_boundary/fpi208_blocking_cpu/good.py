import hashlib
import secrets
from typing import Annotated

from fastapi import Depends, FastAPI, Form, HTTPException
from fastapi.concurrency import run_in_threadpool

app = FastAPI()
users: dict[str, bytes] = {}


def hash_password(name: str, password: str) -> bytes:
    return hashlib.scrypt(password.encode(), salt=name.encode(), n=2**14, r=8, p=1)


def current_user(name: Annotated[str, Form()], password: Annotated[str, Form()]) -> str:
    hashed = hash_password(name, password)  # a `def` dependency runs in a thread
    if not secrets.compare_digest(hashed, users.get(name, b"")):
        raise HTTPException(401)
    return name


@app.post("/token")
async def token(user: Annotated[str, Depends(current_user)]) -> str:
    return user


@app.post("/users")
async def create_user(name: str, password: Annotated[str, Form()]) -> None:
    users[name] = await run_in_threadpool(hash_password, name, password)
