from typing import Annotated

from fastapi import Depends, FastAPI

from .objects import check_token, check_token_later, print_receipt, shop

app = FastAPI()


@app.post("/buy", dependencies=[Depends(print_receipt)])
async def buy(user: Annotated[str, Depends(check_token)]) -> None:
    await shop.buy(user)


@app.get("/me")
async def me(user: Annotated[str, Depends(check_token_later)]) -> str:
    return user
