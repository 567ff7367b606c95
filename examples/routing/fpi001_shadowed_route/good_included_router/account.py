from fastapi import APIRouter

router = APIRouter()


@router.get("/users/me")
def read_own_user() -> dict[str, str]:
    return {"user": "me"}
