from fastapi import APIRouter

from edge_cases_taught_elsewhere.models import Order
from edge_cases_taught_elsewhere.worker import ship

router = APIRouter()


@router.post("/")
def create(order: Order) -> None:
    ship.delay(order)
