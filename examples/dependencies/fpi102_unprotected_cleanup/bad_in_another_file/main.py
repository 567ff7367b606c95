from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session

from .database import get_session

SessionDep = Annotated[Session, Depends(get_session)]

app = FastAPI()


@app.get("/items/count")
def count_items(session: SessionDep) -> int:
    return session.connection().exec_driver_sql("SELECT count(*) FROM items").scalar_one()
