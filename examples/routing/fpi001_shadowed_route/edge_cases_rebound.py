from fastapi import FastAPI

app = FastAPI()


@app.get("/users/{user_id}")
def user(user_id: int): ...


@app.get("/users/me")  # error: FPI001
def me(): ...


app = FastAPI()  # another one: the routes above are not its


@app.get("/users/{name}")
def user_by_name(name: str): ...


@app.get("/users/me")  # error: FPI001
def me_by_name(): ...
