import json
import os
import tempfile

from fastapi import FastAPI, Request

app = FastAPI()


@app.put("/files/{name}")
async def put(name: int, request: Request) -> None:
    content = await request.body()
    descriptor, path = tempfile.mkstemp(dir="files")
    with os.fdopen(descriptor, "wb") as file:  # error: FPI206
        file.write(content)
    os.replace(path, f"files/{name}")


def keep(content: bytes) -> str:
    descriptor, path = tempfile.mkstemp(".bin")
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    return path


@app.post("/files")
async def post(request: Request) -> str:
    return keep(await request.body())  # error: FPI206


@app.put("/reports/{name}")
async def put_report(name: int, lines: list[str]) -> None:
    descriptor, path = tempfile.mkstemp(suffix=".csv")
    with os.fdopen(descriptor, "w") as file:  # no client names it
        file.writelines(lines)
    os.replace(path, f"{name}.csv")


@app.put("/settings")
async def put_settings(settings: str) -> None:
    descriptor, path = tempfile.mkstemp()
    with os.fdopen(descriptor, "w") as file:  # a text: mostly a small one
        file.write(settings)
    os.replace(path, "settings")


@app.put("/state")
async def put_state(state: dict[str, str]) -> None:
    encoded = json.dumps(state).encode()
    descriptor, path = tempfile.mkstemp(dir="state", suffix=".tmp")
    with os.fdopen(descriptor, "wb") as file:
        file.write(encoded)
    os.replace(path, "state/now.json")


@app.put("/keys/{name}")
async def put_key(name: int, request: Request) -> None:
    content = await request.body()
    descriptor, path = tempfile.mkstemp(suffix=".pem")
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    again = os.open(f"{name}", os.O_CREAT | os.O_WRONLY, 0o600)  # nobody else is to read it: a key
    with os.fdopen(again, "wb") as file:
        file.write(content)


@app.get("/pipe")
async def pipe() -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as file:
        file.write(b"a")
    os.close(reading)


@app.get("/only-opened")
async def only_opened() -> int:
    descriptor, _path = tempfile.mkstemp()
    with os.fdopen(descriptor, "wb") as file:
        return file.fileno()
