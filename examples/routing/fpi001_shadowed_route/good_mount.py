from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

app = FastAPI()


@app.get("/users")
def list_users(): ...


app.mount("/", StaticFiles(directory="frontend", check_dir=False))
