from fastapi import FastAPI

from .speech import transcribe

app = FastAPI()


@app.post("/transcriptions")
async def transcribe_file(path: str) -> str:
    return await transcribe(path)
