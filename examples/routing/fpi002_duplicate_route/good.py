from fastapi import APIRouter, FastAPI

app = FastAPI()
orders = APIRouter(prefix="/orders")
exports = APIRouter(prefix="/exports")


@app.get("/users")
async def list_users() -> list[str]:
    return ["Ada"]


@app.get("/users/search")
async def search_users(name: str) -> list[str]:
    return [name]


@app.post("/users")
async def create_user(name: str) -> str:
    return name


@orders.get("/export")
async def export_orders() -> str:
    return "a table"


@exports.get("/orders")
async def export_all_orders() -> str:
    return "an archive"


app.include_router(orders)
app.include_router(exports)
