import os

from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles

app = FastAPI()
other = FastAPI()
router = APIRouter()
behind = APIRouter()
files = StaticFiles(directory="frontend", check_dir=False)
ANYWHERE = os.environ.get("ANYWHERE", "/anywhere")


@router.get("/routers")
def read_router(): ...


@behind.websocket("/sockets")
async def read_socket(): ...


router.mount("/static", files)  # left out before FastAPI 0.137
app.include_router(router)


@app.get("/before")
def before(): ...


if os.path.isdir("assets"):
    app.mount("/", files)
app.mount(ANYWHERE, files)
app.mount("/static", files)
other.mount("", files)


@app.get("/behind-a-branch")
def behind_a_branch(): ...


@app.get("/static")  # the mount takes what has something behind its path
def static(): ...


@app.get("/static/version")  # error: FPI001
def version(): ...


@app.get("/statics/version")
def other_version(): ...


app.mount("/static/more", files)  # error: FPI001
app.mount("/api", other)


@app.post("/api/users")  # error: FPI001
def add_user(): ...


other.include_router(behind)  # error: FPI001


@other.get("/{path:path}")
def as_it_was(path: str): ...
