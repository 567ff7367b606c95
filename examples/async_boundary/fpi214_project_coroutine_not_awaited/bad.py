from fastapi import FastAPI, HTTPException

app = FastAPI()
STOCK = {"tea": 3}


async def get_stock(article: str) -> dict[str, int]:
    return {article: STOCK[article]}


async def is_sold_out(article: str) -> bool:
    return STOCK.get(article, 0) < 1


async def notify(article: str) -> None:
    print(article, "was ordered")


@app.get("/stock/{article}")
async def read_stock(article: str) -> dict[str, int]:
    return get_stock(article)  # error: FPI214


@app.post("/orders/{article}")
async def create_order(article: str) -> str:
    if is_sold_out(article):  # error: FPI214
        raise HTTPException(409, "sold out")
    notify(article)  # error: FPI214
    return "ordered"
