import asyncio

from fastapi import APIRouter, BackgroundTasks

from .. import services
from ..core import SessionLocal
from ..services import payments
from ..services.payments import convert, convert_twin

router = APIRouter(prefix="/orders")


@router.post("/pay")
async def pay() -> object:
    return services.charge(100)  # blocks: sdk


@router.post("/pay-twin")
async def pay_twin() -> object:
    return await asyncio.to_thread(services.charge, 100)


@router.post("/refund")
async def refund() -> object:
    return services.refund("1")  # blocks: sleep


@router.post("/refund-twin")
def refund_twin() -> object:
    return services.refund("1")


@router.get("/rate")
async def rate() -> float:
    await convert(1)
    await convert_twin(1)
    return payments.rate()  # blocks: http


@router.post("/confirm")
async def confirm(tasks: BackgroundTasks) -> None:
    tasks.add_task(services.send, "message")
    tasks.add_task(notify, 1)
    with SessionLocal() as db:
        db.commit()  # blocks: database


async def notify(order: int) -> None:
    services.mailer.deliver(str(order))  # blocks: socket
