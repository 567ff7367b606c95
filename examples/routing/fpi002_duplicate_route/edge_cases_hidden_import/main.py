from fastapi import FastAPI

from . import health

app = FastAPI()
app.include_router(health.router)


@app.get("/health")  # error: FPI002
async def health() -> str:  # type: ignore[no-redef]
    return "well"


@app.get("/health/details")
async def health_details() -> str:
    return "very well"
