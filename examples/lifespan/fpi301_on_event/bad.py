import httpx
from fastapi import FastAPI, Request

app = FastAPI()


@app.on_event("startup")  # error: FPI301
async def open_client() -> None:
    app.state.client = httpx.AsyncClient(base_url="https://example.com")


@app.on_event("shutdown")  # error: FPI301
async def close_client() -> None:
    await app.state.client.aclose()


@app.get("/status")
async def read_status(request: Request) -> int:
    response = await request.app.state.client.get("/")
    return int(response.status_code)
