from fastapi import FastAPI

from .items import router

app = FastAPI()
app.include_router(router, prefix="/shops")


@app.get("/shops/all/{item}")  # error: FPI001
def find_item(item: str) -> dict[str, str]:
    return {"item": item}


@app.get("/shops")
def list_shops() -> list[str]:
    return []
