from fastapi import APIRouter

router = APIRouter(prefix="/orders")


@router.get("/export")
async def export_orders() -> str:
    return "a table"
