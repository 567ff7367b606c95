"""Routes that hand on what controllers of another file return."""

from typing import Any

from controllers import (
    Uploads,
    answer_or_nothing,
    answer_with_response,
    answer_with_text,
    create,
    create_for_jobs,
    create_parsed,
    create_in_steps,
    create_quietly,
    create_with_more,
    get_uploads,
    kept_level,
    looked_at,
    never_awaited,
)
from fastapi import APIRouter, Depends, FastAPI, HTTPException
from fastapi.responses import JSONResponse

app = FastAPI()
router = APIRouter()


@app.post("/items")
async def create_item(name: str) -> dict[str, str]:
    return await create(name)


@router.post("/items/steps")
async def create_item_in_steps(name: str) -> dict[str, str]:
    created = await create_in_steps(name)
    return created


@app.api_route("/uploads/{name}", methods=["PUT"])
async def put_upload(name: str, uploads: Uploads = Depends(get_uploads)) -> Any:
    try:
        if not name:
            raise HTTPException(400, "no name")
        return await uploads.put(name)
    except HTTPException as error:
        return JSONResponse({"error": error.detail}, status_code=error.status_code)
    except Exception:
        return JSONResponse({"error": "failed"}, status_code=500)


@app.get("/items/text")
def read_text(name: str) -> Any:
    return answer_with_text(name)


@app.get("/items/response")
def read_response(name: str) -> Any:
    return answer_with_response(name)


@app.get("/items/nothing")
def read_nothing(name: str) -> Any:
    return answer_or_nothing(name)


@app.get("/level")
def read_level(count: int) -> Any:
    return kept_level(count)


@app.get("/items/looked-at")
def read_looked_at(name: str) -> dict[str, str]:
    answer = looked_at(name)
    if "error" in answer:
        raise HTTPException(404, answer["error"])
    return answer


@app.post("/items/more")
async def create_with_others(name: str) -> list[dict[str, str]]:
    created = await create_with_more(name)
    return [created, {"name": "another"}]


@app.post("/items/quietly")
async def create_item_quietly(name: str) -> dict[str, str]:
    try:
        return await create_quietly(name)
    except Exception as error:
        raise HTTPException(400) from error


@app.post("/items/later")
async def create_later(name: str) -> Any:
    return never_awaited(name)


app.include_router(router)
jobs = [create_for_jobs]


@app.post("/items/parsed")
async def create_item_parsed(name: str) -> dict[str, str]:
    return await create_parsed(name)
