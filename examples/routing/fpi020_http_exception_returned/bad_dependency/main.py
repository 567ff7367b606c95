from typing import Annotated

from fastapi import Depends, FastAPI

from .auth import current_user

app = FastAPI()


@app.get("/secret")
async def secret(user: Annotated[str, Depends(current_user)]) -> dict[str, str]:
    return {"user": user}
