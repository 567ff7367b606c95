from typing import Annotated

from fastapi import Depends, FastAPI

from . import database
from .database import Session, get_session

app = FastAPI()
SessionDep = Annotated[Session, Depends(get_session())]  # error: FPI107


@app.get("/items", dependencies=[Depends(database.get_session())])  # error: FPI107
async def read_items(session: SessionDep) -> list[str]:
    return []
