import asyncio
import hashlib

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

app = FastAPI()


def hash_password(password: str) -> str:
    return hashlib.scrypt(password.encode(), salt=b"salt", n=16384, r=8, p=1).hex()


async def notify(user: str) -> None:
    await asyncio.sleep(1)


@app.post("/users/{user}")
async def create_user(user: str, password: str) -> str:
    hashed = await run_in_threadpool(hash_password, password)
    await asyncio.to_thread(print, user, "was created")
    await notify(user)
    return hashed
