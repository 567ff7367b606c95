from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session

from .database import User, get_session

SessionDep = Annotated[Session, Depends(get_session)]

app = FastAPI()


@app.post("/users", status_code=201)
def create_user(email: str, session: SessionDep) -> None:
    session.add(User(email=email))
