from fastapi import FastAPI

prices: dict[str, int] = {}


async def load_prices() -> None:
    prices.update(apple=3, pear=4)


async def forget_prices() -> None:
    prices.clear()


app = FastAPI(
    on_startup=[load_prices],  # error: FPI301
    on_shutdown=[forget_prices],  # error: FPI301
)


@app.get("/prices")
async def read_prices() -> dict[str, int]:
    return prices
