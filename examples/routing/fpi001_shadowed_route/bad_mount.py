from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

app = FastAPI()
app.mount("/", StaticFiles(directory="frontend", check_dir=False))


@app.get("/users")  # error: FPI001
def list_users(): ...
