from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware

app = FastAPI()
app.add_middleware(GZipMiddleware)


@app.get("/words")
async def read_words() -> list[str]:
    return ["apple"] * 1000
