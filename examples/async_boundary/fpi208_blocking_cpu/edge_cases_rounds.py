import hashlib
from typing import Annotated

import bcrypt
from fastapi import FastAPI, Form
from passlib.context import CryptContext
from passlib.hash import pbkdf2_sha256, pbkdf2_sha512

ROUNDS = 310_000
in_many = CryptContext(schemes=["pbkdf2_sha256"], pbkdf2_sha256__rounds=ROUNDS)
in_many_at_least = CryptContext(["pbkdf2_sha512"], pbkdf2_sha512__min_rounds=210_000)
of_sha1 = CryptContext(schemes=["pbkdf2_sha1"])  # 131,000 rounds
slow = pbkdf2_sha256.using(rounds=ROUNDS)

app = FastAPI()
Password = Annotated[str, Form()]


@app.post("/many-rounds")
async def many_rounds(password: Password) -> None:
    in_many.hash(password)  # error: FPI208
    in_many_at_least.hash(password)  # error: FPI208
    of_sha1.hash(password)  # error: FPI208
    slow.hash(password)  # error: FPI208
    pbkdf2_sha512.using(rounds=ROUNDS).hash(password)  # error: FPI208
    hashlib.pbkdf2_hmac("sha256", password.encode(), b"salt", 100_000)  # error: FPI208
    bcrypt.hashpw(password.encode(), bcrypt.gensalt(10))  # error: FPI208


# Innocent: 20 milliseconds at most


by_default = CryptContext(schemes=["pbkdf2_sha256"], deprecated="auto")
by_sha512 = CryptContext(schemes=["pbkdf2_sha512", "bcrypt"], bcrypt__rounds=12)
by_bcrypt = CryptContext(schemes=["bcrypt"], bcrypt__rounds=8)


@app.post("/few-rounds")
async def few_rounds(password: Password) -> None:
    by_default.hash(password)
    by_sha512.hash(password)
    by_bcrypt.hash(password)
    pbkdf2_sha256.verify(password, pbkdf2_sha256.hash(password))
    pbkdf2_sha512.using(rounds=20_000).hash(password)
    hashlib.pbkdf2_hmac("sha256", password.encode(), b"salt", 30_000)
    bcrypt.hashpw(password.encode(), bcrypt.gensalt(rounds=8))
