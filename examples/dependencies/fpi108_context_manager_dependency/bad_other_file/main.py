from fastapi import Depends, FastAPI
from sqlalchemy import text
from sqlalchemy.orm import Session

from .database import get_session

app = FastAPI()


@app.get("/health")
def check_health(session: Session = Depends(get_session)) -> str:  # error: FPI108
    session.execute(text("SELECT 1"))
    return "ready"
