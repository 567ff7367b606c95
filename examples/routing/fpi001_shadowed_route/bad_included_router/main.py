from fastapi import FastAPI

from . import account, users

app = FastAPI()
app.include_router(users.router)
app.include_router(account.router)  # error: FPI001


@app.get("/users/new")  # error: FPI001
def new_user() -> dict[str, str]:
    return {"user": "new"}
