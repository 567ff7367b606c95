from typing import Annotated

from fastapi import Depends, FastAPI

from .flags import get_flags

app = FastAPI()


@app.get("/flags")
async def read_flags(flags: Annotated[dict[str, bool], Depends(get_flags)]) -> dict[str, bool]:
    return flags
