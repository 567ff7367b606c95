from fastapi import FastAPI

from .users import users

app = FastAPI()


@app.get("/users/{user_id}")
async def read_user(user_id: int) -> str:
    user = users.get(user_id)  # error: FPI214
    return user["name"]
