from fastapi import APIRouter

router = APIRouter(prefix="/health")


@router.get("")
async def is_alive() -> str:
    return "yes"
