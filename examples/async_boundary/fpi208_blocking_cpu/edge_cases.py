import asyncio
import hashlib
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import bcrypt as crypt
import pandas as pd
from argon2 import PasswordHasher
from asyncpg import Connection
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from dishka.integrations.fastapi import FromDishka, inject
from fastapi import Depends, FastAPI, Form, HTTPException
from fastapi.concurrency import run_in_threadpool
from passlib.context import CryptContext
from passlib.hash import argon2 as argon2_hash
from PIL import Image
from pwdlib import PasswordHash
from pydantic import BaseModel, field_validator
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
from werkzeug.security import check_password_hash

context = CryptContext(schemes=["argon2"])
pwdlib = PasswordHash.recommended()
Password = Annotated[str, Form()]


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    context.hash("admin")  # before the application serves
    yield


app = FastAPI(lifespan=lifespan)


@app.post("/each")
async def each(password: Password) -> None:
    crypt.checkpw(password.encode(), b"hash")  # error: FPI208
    context.verify_and_update(password, "hash")  # error: FPI208
    PasswordHasher().verify("hash", password)  # error: FPI208
    pwdlib.verify(password, "hash")  # error: FPI208
    argon2_hash.hash(password)  # error: FPI208
    check_password_hash("hash", password)  # error: FPI208
    hashlib.pbkdf2_hmac("sha256", password.encode(), b"salt", 600_000)  # error: FPI208
    await asyncio.sleep(0)


class User:
    password: str = ""

    def set_password(self, plain: str) -> None:
        self.password = context.hash(plain)

    def check_password(self, plain: str) -> bool:
        return context.verify(plain, self.password)


@app.post("/methods")
async def methods(password: Password) -> bool:
    user = User()
    user.set_password(password)  # error: FPI208
    return user.check_password(password)  # error: FPI208


class Base(DeclarativeBase): ...


class Account(Base):
    __tablename__ = "accounts"

    name: Mapped[str] = mapped_column(primary_key=True)
    secret: Mapped[str]
    owner: Mapped["Account"] = relationship()

    def check(self, plain: str) -> bool:
        return context.verify(plain, self.secret)


@app.post("/rows")
async def of_rows(db: Annotated[AsyncSession, Depends()], name: str, password: Password) -> bool:
    account = await db.scalar(select(Account).where(Account.name == name))
    if account is None or not account.check(password):  # error: FPI208
        return False
    return account.owner.check(password)  # error: FPI208


class Checking(ABC):
    @abstractmethod
    def check(self, plain: str) -> bool: ...


class ByContext(Checking):
    def check(self, plain: str) -> bool:
        return context.verify(plain, "hash")


@app.post("/bound")
@inject
async def bound(checking: FromDishka[Checking], password: Password) -> bool:
    return checking.check(password)  # error: FPI208


@app.post("/bound-list")
@inject
async def bound_list(checking: FromDishka[list[Checking]], password: Password) -> bool:
    return bool(checking.check(password))


@app.post("/columns")
async def of_columns(db: Annotated[AsyncSession, Depends()], password: Password) -> bool:
    rule = await db.scalar(select(func.max(Account.name)).select_from(Account))
    return bool(rule.check(password))


async def authenticate(user: User, password: str) -> User | None:
    return user if user.check_password(password) else None  # error: FPI208


@app.post("/login")
async def login(password: Password) -> bool:
    return await authenticate(User(), password) is not None


class NewUser(BaseModel):
    password: str

    @field_validator("password")
    @classmethod
    def hash(cls, plain: str) -> str:
        return context.hash(plain)  # error: FPI208


@app.post("/register")
def register(user: NewUser) -> str:  # its body is checked on the event loop
    return user.password


# ---- the innocent ---------------------------------------------------------------------------


@app.post("/quick")
async def quick(token: str) -> str:
    crypt.hashpw(token.encode(), crypt.gensalt(rounds=4))
    context.identify("hash")
    context.needs_update("hash")
    hashlib.pbkdf2_hmac("sha256", token.encode(), b"salt", 2048)
    return hashlib.sha256(token.encode()).hexdigest()


@app.post("/handed-over")
async def handed_over(password: Password) -> bool:
    user = User()
    await asyncio.to_thread(user.set_password, password)
    return await asyncio.to_thread(context.verify, password, user.password)


@app.post("/threaded")
def threaded(password: Password) -> bool:
    return User().check_password(password)


@app.post("/depends-on-the-data")
async def depends_on_the_data(path: str) -> Any:
    Image.open(path).resize((10, 10))
    return pd.DataFrame({"a": [1]}).to_dict()


@app.post("/called-so")
async def called_so(context: dict[str, Any], bcrypt: Any) -> Any:
    return context.get("hash") or bcrypt.hashpw(b"a", b"b")


_key: bytes | None = None
_other: bytes | None = None


def derived_key() -> bytes:
    global _key
    if _key is not None:
        return _key
    _key = hashlib.pbkdf2_hmac("sha256", b"secret", b"salt", 600_000)
    return _key


def derived_anew() -> bytes:
    global _other
    if _key is not None:
        return _key
    _other = hashlib.pbkdf2_hmac("sha256", b"secret", b"salt", 600_000)
    return _other


def of_a_row(row: User) -> bytes:
    found = row.password
    if found:
        return found.encode()
    if row.password:
        return row.password
    row.password = hashlib.pbkdf2_hmac("sha256", b"secret", b"salt", 600_000)
    return row.password


def with_a_default(salt: bytes | None = None) -> bytes:
    if salt is None:
        salt = b"salt"
    return hashlib.pbkdf2_hmac("sha256", b"secret", salt, 600_000)


@app.post("/with-a-default")
async def of_the_default() -> bytes:
    return with_a_default()  # error: FPI208


@app.post("/of-a-row")
async def of_the_row(row: User) -> bytes:
    return of_a_row(row)  # error: FPI208


@app.post("/derived")
async def derived() -> bytes:
    return derived_key()  # only the first request waits


@app.post("/derived-anew")
async def derived_each_time() -> bytes:
    return derived_anew()  # error: FPI208


@app.post("/key")
async def key_for_encryption(secret: str) -> bytes:
    kdf = PBKDF2HMAC(SHA256(), length=32, salt=b"salt", iterations=480_000)
    return kdf.derive(secret.encode())  # error: FPI208


@app.post("/short-key")
async def short_key(secret: str) -> bytes:
    kdf = PBKDF2HMAC(algorithm=SHA256(), length=32, salt=b"salt", iterations=1)
    return kdf.derive(secret.encode())


# Innocent: a thread would stand still with all others


by_crypt = CryptContext(schemes=["sha256_crypt", "bcrypt"])
by_bcrypt = CryptContext(["bcrypt", "sha256_crypt"])


@app.post("/hash-by-crypt")
async def hash_by_crypt(password: str) -> str:
    return by_crypt.hash(password)


@app.post("/hash-by-bcrypt")
async def hash_by_bcrypt(password: str) -> str:
    return by_bcrypt.hash(password)  # error: FPI208


# Innocent: made in milliseconds


FEW_ROUNDS = 4
in_little_memory = CryptContext(["argon2"], argon2__rounds=1, argon2__memory_cost=64)
in_few_rounds = CryptContext(["bcrypt"], bcrypt__rounds=FEW_ROUNDS)
in_more_rounds = CryptContext(["bcrypt"], bcrypt__rounds=12)
hasher = PasswordHasher(time_cost=2, memory_cost=1024)
slow_hasher = PasswordHasher(time_cost=2)


@app.post("/in-little-memory")
async def hash_in_little_memory(password: str) -> list[str]:
    return [
        in_little_memory.hash(password),
        in_few_rounds.hash(password),
        hasher.hash(password),
    ]


@app.post("/in-more")
async def hash_in_more(password: str) -> list[str]:
    return [
        in_more_rounds.hash(password),  # error: FPI208
        slow_hasher.hash(password),  # error: FPI208
    ]


# Innocent: done once, while there is no such row yet


class Person(Base):
    __tablename__ = "people"

    mail: Mapped[str] = mapped_column(primary_key=True)
    secret: Mapped[str]
    is_admin: Mapped[bool]


Db = Annotated[AsyncSession, Depends()]


@app.post("/first-admin")
async def first_admin(db: Db, mail: str, password: Password) -> None:
    if await db.scalar(select(Person).where(Person.is_admin)):
        raise HTTPException(403)
    db.add(Person(mail=mail, secret=context.hash(password), is_admin=True))
    await db.commit()


@app.post("/first-person")
async def first_person(db: Db, mail: str, password: Password) -> None:
    counted = await db.execute(select(func.count()).select_from(Person))
    count = counted.scalar_one()
    if count > 0:
        raise HTTPException(403)
    secret = context.hash(password)
    db.add(Person(mail=mail, secret=secret, is_admin=True))
    await db.commit()


@app.post("/first-if-counted")
async def first_if_counted(db: Db, mail: str, password: Password) -> None:
    count = await db.scalar(select(func.count()).select_from(Person))
    if count and count > 0:
        return
    db.add(Person(mail=mail, secret=context.hash(password), is_admin=True))
    await db.commit()


@app.post("/first-if-none-counted")
async def first_if_none_counted(db: Db, mail: str, password: Password) -> None:
    count = await db.scalar(select(func.count(Person.mail)))
    if count is None or count == 0:
        db.add(Person(mail=mail, secret=context.hash(password), is_admin=True))
        await db.commit()


class Registration(BaseModel):
    mail: str
    password: str


@app.post("/first-of-its-mail")
async def first_of_its_mail(db: Db, form: Registration) -> None:
    mail = form.mail.strip()
    known = (await db.execute(select(Person).where(Person.mail == mail))).scalar_one_or_none()
    if known is not None:
        raise HTTPException(400)
    db.add(Person(mail=mail, secret=context.hash(form.password)))  # error: FPI208
    await db.commit()


async def known_person(db: AsyncSession, mail: str) -> Person | None:
    return (await db.execute(select(Person).where(Person.mail == mail))).scalar_one_or_none()


def create_person(db: AsyncSession, person: Registration) -> None:
    db.add(Person(mail=person.mail, secret=context.hash(person.password)))


@app.post("/first-of-its-mail-by-helper")
async def first_of_its_mail_by_helper(db: Db, person: Registration) -> None:
    known = await known_person(db, person.mail)
    if known:
        raise HTTPException(400)
    create_person(db, person)  # error: FPI208


@app.post("/first-in-thread")
async def first_in_thread(db: Annotated[Session, Depends()], form: Registration) -> None:
    if await run_in_threadpool(lambda: db.execute(select(Person).limit(1)).first()):
        raise HTTPException(403)
    db.add(Person(mail=form.mail, secret=context.hash(form.password), is_admin=True))


@app.post("/first-in-text")
async def first_in_text(db: Connection, mail: str, password: Password) -> None:
    has_admins = await db.fetchval("SELECT count(*) FROM people WHERE is_admin") > 0
    if not has_admins:
        await insert_people(db, mail, context.hash(password))


async def insert_people(db: Connection, mail: str, secret: str) -> None:
    await db.execute("INSERT INTO people (mail, secret) VALUES ($1, $2)", mail, secret)


def robot(db: Session) -> Person:
    mail = "robot@example.com"
    found = db.scalar(select(Person).where(Person.mail == mail))
    if found is not None:
        return found
    made = Person(mail=mail, secret=context.hash("robot"), is_admin=False)
    db.add(made)
    return made


@app.post("/by-robot")
async def by_robot(db: Annotated[Session, Depends()]) -> str:
    return robot(db).mail


@app.post("/each-person")
async def each_person(db: Db, mail: str, password: Password) -> None:
    if await db.scalar(select(Person).where(Person.mail == mail)):
        raise HTTPException(409)
    db.add(Person(mail=mail, secret=context.hash(password), is_admin=False))  # error: FPI208
    await db.commit()


@app.post("/each-but-last")
async def each_with_admins(db: Db, mail: str, password: Password) -> None:
    if not await db.scalar(select(Person).where(Person.is_admin)):
        raise HTTPException(403)
    db.add(Person(mail=mail, secret=context.hash(password), is_admin=False))  # error: FPI208
    await db.commit()


@app.post("/unless-counted-and-asked")
async def unless_counted_and_asked(db: Db, mail: str, password: Password, ask: bool) -> None:
    count = await db.scalar(select(func.count()).select_from(Person))
    if count and ask:
        return
    db.add(Person(mail=mail, secret=context.hash(password), is_admin=False))  # error: FPI208
    await db.commit()


@app.post("/unless-closed")
async def unless_closed(db: Db, mail: str, password: Password) -> None:
    if await db.scalar(select(Closed)):  # another table, which stays as it is
        raise HTTPException(403)
    db.add(Person(mail=mail, secret=context.hash(password), is_admin=False))  # error: FPI208
    await db.commit()


class Closed(Base):
    __tablename__ = "closed"

    reason: Mapped[str] = mapped_column(primary_key=True)


def person_of(db: Session, mail: str) -> Person:
    found = db.scalar(select(Person).where(Person.mail == mail))
    if found:
        return found
    return Person(mail=mail, secret=context.hash("new"), is_admin=False)


@app.post("/of-each")
async def of_each(db: Annotated[Session, Depends()], mail: str) -> str:
    return person_of(db, mail).secret  # error: FPI208


# ---- attributes of others that are called as the methods are --------------------------------


class Holder:
    hash: str = ""
    verify: bool = False


@app.post("/renamed")
async def renamed(password: Password) -> None:
    holder = Holder()
    holder.hash = pwdlib.hash(password)  # error: FPI208
    holder.verify = len(password) > 8


@app.post("/untyped")
async def untyped(people: Any, password: Password) -> None:
    found = people.first()
    found.hash = pwdlib.hash(password)  # error: FPI208


@app.post("/remade")
async def remade(password: Password) -> None:
    hasher = PasswordHash.recommended()
    hasher.hash = lambda plain, salt=None: plain  # type: ignore[method-assign, assignment]
    hasher.hash(password)


@app.post("/maybe-remade")
async def maybe_remade(of_tests: Any, quick: Any, password: Password) -> None:
    hasher = of_tests.hasher if of_tests else pwdlib
    hasher.hash = quick
    pwdlib.hash(password)
