"""Password hashing: a fifth of a second of computing."""

import asyncio
import hashlib
from typing import Annotated

import argon2
import bcrypt
from fastapi import Depends, FastAPI, Form
from fastapi.concurrency import run_in_threadpool
from passlib.context import CryptContext
from pwdlib import PasswordHash

app = FastAPI()
passlib = CryptContext(schemes=["bcrypt"], deprecated="auto")
pwdlib = PasswordHash.recommended()
Password = Annotated[str, Form()]


@app.post("/bcrypt")
async def with_bcrypt(password: Password) -> bool:
    return bcrypt.checkpw(password.encode(), b"hash")  # blocks: cpu


@app.post("/bcrypt-twin")
def with_bcrypt_twin(password: Password) -> bool:
    return bcrypt.checkpw(password.encode(), b"hash")


@app.post("/bcrypt-hash")
async def with_bcrypt_hash(password: Password) -> bytes:
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt())  # blocks: cpu


@app.post("/passlib")
async def with_passlib(password: Password) -> bool:
    return passlib.verify(password, "hash")  # blocks: cpu


@app.post("/passlib-twin")
async def with_passlib_twin(password: Password) -> bool:
    return await run_in_threadpool(passlib.verify, password, "hash")


@app.post("/argon2")
async def with_argon2(password: Password) -> str:
    return argon2.PasswordHasher().hash(password)  # blocks: cpu


@app.post("/pwdlib")
async def with_pwdlib(password: Password) -> str:
    return pwdlib.hash(password)  # blocks: cpu


@app.post("/pbkdf2")
async def with_pbkdf2(password: Password) -> bytes:
    return hashlib.pbkdf2_hmac("sha256", password.encode(), b"salt", 600_000)  # blocks: cpu


@app.post("/scrypt")
async def with_scrypt(password: Password) -> bytes:
    return hashlib.scrypt(password.encode(), salt=b"salt", n=2**14, r=8, p=1)  # blocks: cpu


@app.post("/sha-twin")
async def with_sha(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def verify_password(plain: str, hashed: str) -> bool:
    return passlib.verify(plain, hashed)


def get_password_hash(password: str) -> str:
    return passlib.hash(password)


def authenticate(name: str, password: str) -> str | None:
    return name if verify_password(password, "hash") else None


async def current_user(name: str, password: Password) -> str | None:
    return authenticate(name, password)  # blocks: cpu


async def current_user_twin(name: str, password: Password) -> str | None:
    return await asyncio.to_thread(authenticate, name, password)


@app.post("/token")
async def token(
    a: Annotated[str | None, Depends(current_user)],
    b: Annotated[str | None, Depends(current_user_twin)],
    password: Password,
) -> str:
    return get_password_hash(password)  # blocks: cpu


@app.post("/token-twin")
def token_twin(password: Password) -> str:
    return get_password_hash(password)
