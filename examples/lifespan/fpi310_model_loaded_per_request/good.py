from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from pydantic import BaseModel


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
    import joblib

    yield {"model": joblib.load("prices.joblib")}


app = FastAPI(lifespan=lifespan)


class Flat(BaseModel):
    rooms: int
    area: float


def get_model(request: Request) -> Any:
    return request.state.model


@app.post("/prices")
def estimate_price(flat: Flat, model: Annotated[Any, Depends(get_model)]) -> float:
    return float(model.predict([[flat.rooms, flat.area]])[0])
