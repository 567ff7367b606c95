from fastapi import FastAPI
from sqlalchemy import create_engine, text

from .settings import settings

engine = create_engine(settings.database_url)  # error: FPI121

app = FastAPI()


@app.get("/ready")
def read_ready() -> int:
    with engine.connect() as connection:
        return connection.execute(text("SELECT 1")).scalar_one()
