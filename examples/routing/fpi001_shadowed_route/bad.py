from fastapi import FastAPI

app = FastAPI()


@app.get("/users/{user_id}")
def read_user(user_id: int) -> dict[str, int]:
    return {"user": user_id}


@app.get("/users/me")  # error: FPI001
def read_own_user() -> dict[str, str]:
    return {"user": "me"}


@app.get("/files/{path:path}")
def read_file(path: str) -> dict[str, str]:
    return {"path": path}


@app.get("/files/{owner}/{name}")  # error: FPI001
def read_file_of_owner(owner: str, name: str) -> dict[str, str]:
    return {"owner": owner, "name": name}
