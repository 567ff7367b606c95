from fastapi import FastAPI

from . import account, users

app = FastAPI()


@app.get("/users/new")
def new_user() -> dict[str, str]:
    return {"user": "new"}


app.include_router(account.router)
app.include_router(users.router)
