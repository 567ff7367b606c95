# options: target-versions = fastapi=0.115
from collections.abc import Iterator
from typing import Annotated

from fastapi import BackgroundTasks, Depends, FastAPI, UploadFile
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

app = FastAPI()
engine = create_engine("sqlite://")


def get_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session


def count_visit(session: Session, page: str) -> None:
    session.execute(text("UPDATE visits SET n = n + 1 WHERE page = :page"), {"page": page})
    session.commit()


async def scan(file: UploadFile) -> None:
    print(file.filename, len(await file.read(1024)))


@app.get("/pages/{page}")
def read_page(
    page: str, tasks: BackgroundTasks, session: Annotated[Session, Depends(get_session)]
) -> str:
    tasks.add_task(count_visit, session, page)  # error: FPI506
    return page


@app.post("/scans")
async def create_scan(file: UploadFile, tasks: BackgroundTasks) -> None:
    tasks.add_task(scan, file)  # error: FPI506
