from fastapi import FastAPI

from .users import users

app = FastAPI()


@app.get("/users/{user_id}")
async def read_user(user_id: int) -> str:
    user = await users.get(user_id)
    return user["name"]
