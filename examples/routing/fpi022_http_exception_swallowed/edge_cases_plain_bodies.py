"""What a route returns for what went wrong, or that it returns nothing, and what becomes of it."""

import asyncio
import logging
from typing import Any, Optional

from fastapi import Depends, FastAPI, HTTPException, Response, WebSocket
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, model_validator

app = FastAPI()
logger = logging.getLogger(__name__)


class Item(BaseModel):
    name: str
    size: Optional[int] = None


class Named(BaseModel):
    title: str = Field(..., alias="name")


class Lenient(BaseModel):
    name: str

    @model_validator(mode="before")
    @classmethod
    def fill_in(cls, given: Any) -> Any:
        return {"name": "none"} if "error" in given else given


ITEMS = {"a": Item(name="a")}

# A body that does not fit the response model: the client gets a 500


@app.get("/list", response_model=list[Item])
def read_list(name: str = ""):
    try:
        if name not in ITEMS:
            raise HTTPException(404)
        return [ITEMS[name]]
    except Exception as error:  # error: FPI022
        return {"error": str(error)}


@app.get("/item")
def read_item(name: str = "") -> Item:
    try:
        if name not in ITEMS:
            raise HTTPException(404)
        return ITEMS[name]
    except Exception as error:  # error: FPI022
        return {"error": str(error)}  # type: ignore[return-value]


@app.get("/refused", response_model=list[Item])
def already_a_500(name: str = ""):
    try:
        if name not in ITEMS:
            raise HTTPException(500)
        return [ITEMS[name]]
    except Exception as error:
        return {"error": str(error)}


# One that may fit, and one that has the status of the route


@app.get("/named", response_model=Named)
def read_named(name: str = ""):
    try:
        if name not in ITEMS:
            raise HTTPException(404)
        return ITEMS[name]
    except Exception as error:  # error: FPI022
        return {"name": str(error)}


@app.get("/lenient", response_model=Lenient)
def read_leniently(name: str = ""):
    try:
        if name not in ITEMS:
            raise HTTPException(404)
        return ITEMS[name]
    except Exception as error:  # error: FPI022
        return {"error": str(error)}


@app.post("/items", status_code=201)
def create(name: str = ""):
    try:
        if name in ITEMS:
            raise HTTPException(409)
        return {"name": name}
    except Exception as error:  # error: FPI022
        return {"error": str(error)}


# Nothing is returned: the client gets `null`


@app.get("/printed")
def printed(name: str = ""):
    try:
        if name not in ITEMS:
            raise HTTPException(404)
        return ITEMS[name]
    except Exception as error:  # error: FPI022
        print("Error: ", error)


@app.get("/printed-list")
def printed_list(name: str = "") -> list[Item]:
    try:
        if name not in ITEMS:
            raise HTTPException(404)
        return [ITEMS[name]]
    except Exception:  # error: FPI022
        logger.exception("failed")


@app.get("/passed")
async def passed(name: str = ""):
    async with asyncio.Lock():
        if name:
            try:
                if name not in ITEMS:
                    raise HTTPException(404)
                return ITEMS[name]
            except Exception:  # error: FPI022
                pass
        else:
            return {}


@app.get("/none")
def none(name: str = ""):
    try:
        if name not in ITEMS:
            raise HTTPException(404)
        return ITEMS[name]
    except Exception:  # error: FPI022
        return None


@app.get("/goes-on")
def goes_on(name: str = ""):
    try:
        if name not in ITEMS:
            raise HTTPException(404)
        return ITEMS[name]
    except Exception as error:
        print("Error: ", error)
    return {}


@app.get("/loops")
def loops(name: str = ""):
    for each in (name, "a"):
        try:
            if each not in ITEMS:
                raise HTTPException(404)
            return ITEMS[each]
        except Exception as error:
            print("Error: ", error)


@app.get("/finally")
def ends_in_finally(name: str = ""):
    try:
        if name not in ITEMS:
            raise HTTPException(404)
    except Exception as error:
        print("Error: ", error)
    finally:
        return JSONResponse({}, 404)  # noqa: B012


def fail(error: Exception) -> None:
    raise error


@app.get("/handed-over")
def handed_over(name: str = ""):
    try:
        if name not in ITEMS:
            raise HTTPException(404)
    except Exception as error:
        fail(error)


@app.websocket("/socket")
async def socket(websocket: WebSocket, name: str = ""):
    try:
        if name not in ITEMS:
            raise HTTPException(404)
        await websocket.send_text(name)
    except Exception as error:
        print("Error: ", error)


def maybe_item(name: str = ""):
    try:
        if name not in ITEMS:
            raise HTTPException(404)
        return ITEMS[name]
    except Exception:
        pass


@app.get("/maybe")
def read_maybe(item: Optional[Item] = Depends(maybe_item)):
    return item or {}


# A helper that gives a dict or a model gives a plain body


def failure(code: int, message: str):
    return {"code": code, "message": message}


def failed_item(message: str):
    return Item(name=message)


def refusal(code: int, message: str):
    return JSONResponse({"message": message}, code)


def either(code: int, message: str):
    if code == 404:
        return JSONResponse({"message": message}, code)
    return {"message": message}


def with_status(response: Response, message: str):
    response.status_code = 404
    return {"message": message}


@app.get("/helper/1")
def by_helper(name: str = ""):
    try:
        if name not in ITEMS:
            raise HTTPException(404)
        return ITEMS[name]
    except Exception as error:  # error: FPI022
        return failure(code=500, message=str(error))


@app.get("/helper/2")
def by_helper_that_gives_a_model(name: str = ""):
    try:
        if name not in ITEMS:
            raise HTTPException(404)
        return ITEMS[name]
    except Exception as error:  # error: FPI022
        return failed_item(str(error))


@app.get("/helper/3")
def by_helper_that_gives_a_response(name: str = ""):
    try:
        if name not in ITEMS:
            raise HTTPException(404)
        return ITEMS[name]
    except Exception as error:
        return refusal(404, str(error))


@app.get("/helper/4")
def by_helper_that_gives_one_or_the_other(name: str = ""):
    try:
        if name not in ITEMS:
            raise HTTPException(404)
        return ITEMS[name]
    except Exception as error:
        return either(404, str(error))


@app.get("/helper/5")
def by_helper_that_sets_the_status(response: Response, name: str = ""):
    try:
        if name not in ITEMS:
            raise HTTPException(404)
        return ITEMS[name]
    except Exception as error:
        return with_status(response, str(error))
