from chat import set_up_chat
from fastapi import FastAPI

app = FastAPI()
set_up_chat(app)
tables: list[str] = []


@app.on_event("startup")  # error: FPI301
def create_tables() -> None:
    tables.append("photos")
