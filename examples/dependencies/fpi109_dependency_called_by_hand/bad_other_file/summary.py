from fastapi import APIRouter

from .items import count_items

router = APIRouter()


@router.get("/summary")
def read_summary() -> dict[str, int]:
    return {"items": count_items()}  # error: FPI109
