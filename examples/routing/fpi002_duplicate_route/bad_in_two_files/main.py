from fastapi import FastAPI

from . import orders

app = FastAPI()
app.include_router(orders.router)


@app.get("/orders/export")  # error: FPI002
async def export_all_orders() -> str:
    return "an archive"
