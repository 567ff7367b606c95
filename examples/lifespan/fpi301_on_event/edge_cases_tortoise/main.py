from fastapi import FastAPI
from tortoise.contrib.fastapi import register_tortoise

app = FastAPI()
register_tortoise(app, db_url="sqlite://:memory:", modules={"models": ["models"]})


@app.on_event("startup")  # with a lifespan, those that register_tortoise has added would not run
async def started() -> None: ...
