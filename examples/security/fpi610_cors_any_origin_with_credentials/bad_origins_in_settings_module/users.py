from typing import Annotated

from fastapi import APIRouter, Cookie

router = APIRouter()


@router.get("/me")
def read_me(session: Annotated[str, Cookie()]) -> dict[str, str]:
    return {"session": session}
