import os
import subprocess
from pathlib import Path

from fastapi import FastAPI

app = FastAPI()


@app.post("/convert/{name}")
async def convert(name: str) -> bool:
    command = ["ffmpeg", "-i", f"{name}.mov", f"{name}.mp4"]
    result = subprocess.run(command, check=False)  # error: FPI205
    return result.returncode == 0


@app.get("/revision")
async def revision() -> str:
    return subprocess.check_output(["git", "rev-parse", "HEAD"], text=True)  # error: FPI205


@app.post("/backup")
async def backup() -> None:
    os.system("pg_dump shop > shop.sql")  # error: FPI205


@app.get("/pages/{name}")
async def pages(name: Path) -> bytes:
    process = subprocess.Popen(["pdfinfo", name], stdout=subprocess.PIPE)
    output, _ = process.communicate()  # error: FPI205
    return output
