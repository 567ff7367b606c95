from fastapi import FastAPI

app = FastAPI()


@app.get("/users/{user_id}")
def user(user_id: int): ...


@app.get("/users/me")  # error: FPI001
def me(): ...


outer = FastAPI()
outer.mount("/first", app)

app = FastAPI()  # another one: the routes above are not its


@app.get("/users/{name}")
def user_by_name(name: str): ...


@app.get("/users/me")
def me_by_name(): ...


app = FastAPI()  # nothing has taken the second one: its routes are lost, with those that hide them
