import asyncio
import subprocess

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

app = FastAPI()


@app.post("/convert/{name}")
async def convert(name: str) -> bool:
    process = await asyncio.create_subprocess_exec("ffmpeg", "-i", f"{name}.mov", f"{name}.mp4")
    return await process.wait() == 0


@app.get("/revision")
def revision() -> str:  # a `def` route runs in a thread
    return subprocess.check_output(["git", "rev-parse", "HEAD"], text=True)


@app.get("/pages/{name}")
async def pages(name: str) -> bytes:
    result = await run_in_threadpool(subprocess.run, ["pdfinfo", name], capture_output=True)
    return result.stdout
