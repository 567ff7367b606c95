"""Since FastAPI 0.118, what a request holds is closed after its tasks."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import BackgroundTasks, Depends, FastAPI, UploadFile
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

app = FastAPI()
engine = create_engine("sqlite://")


def get_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session


def work(*given: object) -> None: ...


@app.post("/")
def handed(
    tasks: BackgroundTasks,
    session: Annotated[Session, Depends(get_session)],
    request: Annotated[Session, Depends(get_session, scope="request")],
    file: UploadFile,
) -> None:
    tasks.add_task(work, session, request, file)
