from typing import Annotated

import bcrypt
from fastapi import Depends, FastAPI, Form, HTTPException
from passlib.context import CryptContext

app = FastAPI()
passwords = CryptContext(schemes=["bcrypt"])
users = {"ada": passwords.hash("secret")}


def verify_password(plain: str, hashed: str) -> bool:
    return passwords.verify(plain, hashed)


async def current_user(name: Annotated[str, Form()], password: Annotated[str, Form()]) -> str:
    if not verify_password(password, users[name]):  # error: FPI208
        raise HTTPException(401)
    return name


@app.post("/token")
async def token(user: Annotated[str, Depends(current_user)]) -> str:
    return user


@app.post("/users")
async def create_user(name: str, password: Annotated[str, Form()]) -> None:
    users[name] = bcrypt.hashpw(password.encode(), bcrypt.gensalt()).decode()  # error: FPI208
