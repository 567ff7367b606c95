import json
from pathlib import Path

from fastapi import FastAPI, UploadFile

app = FastAPI()
ACCOUNTS = Path("accounts")


def add_account(contents: bytes, name: str) -> str:
    account = json.loads(contents)
    (ACCOUNTS / name).write_bytes(contents)
    return str(account["email"])


@app.post("/accounts/{name}")
async def upload_account(name: str, file: UploadFile) -> str:
    return add_account(await file.read(), name)  # the key of one account


@app.post("/settings/{name}")
async def upload_settings(name: str, file: UploadFile) -> list[str]:
    contents = await file.read()
    settings = json.loads(contents.decode())
    add(contents, name)  # error: FPI206
    (ACCOUNTS / name).write_bytes(contents)
    return list(settings)


def add(contents: bytes, name: str) -> None:
    (ACCOUNTS / name).write_bytes(contents)


def add_picture(contents: bytes, name: str, about: str) -> str:
    said = json.loads(about)
    (ACCOUNTS / name).write_bytes(contents)
    return str(said["title"])


@app.post("/pictures/{name}")
async def upload_picture(name: str, about: str, file: UploadFile) -> str:
    return add_picture(await file.read(), name, about)  # error: FPI206
