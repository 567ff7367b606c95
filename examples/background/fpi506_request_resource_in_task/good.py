# options: target-versions = fastapi=0.115
from fastapi import BackgroundTasks, FastAPI, UploadFile
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

app = FastAPI()
engine = create_engine("sqlite://")


def count_visit(page: str) -> None:
    with Session(engine) as session:
        session.execute(text("UPDATE visits SET n = n + 1 WHERE page = :page"), {"page": page})
        session.commit()


def scan(name: str | None, beginning: bytes) -> None:
    print(name, len(beginning))


@app.get("/pages/{page}")
def read_page(page: str, tasks: BackgroundTasks) -> str:
    tasks.add_task(count_visit, page)
    return page


@app.post("/scans")
async def create_scan(file: UploadFile, tasks: BackgroundTasks) -> None:
    tasks.add_task(scan, file.filename, await file.read(1024))
