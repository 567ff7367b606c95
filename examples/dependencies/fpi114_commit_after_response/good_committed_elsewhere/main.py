from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session

from .database import User, get_session
from .users import store_user

SessionDep = Annotated[Session, Depends(get_session)]

app = FastAPI()


@app.post("/users", status_code=201)
def create_user(email: str, session: SessionDep) -> None:
    store_user(User(email=email), session)
