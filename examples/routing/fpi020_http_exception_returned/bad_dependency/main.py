from typing import Annotated

from fastapi import Depends, FastAPI

from .auth import admin, checked, current_user

app = FastAPI()


@app.get("/secret")
async def secret(user: Annotated[str, Depends(current_user)]) -> dict[str, str]:
    return {"user": user}


@app.delete("/secret", dependencies=[Depends(checked)])
async def delete_secret(user: Annotated[str, Depends(admin)]) -> None: ...
