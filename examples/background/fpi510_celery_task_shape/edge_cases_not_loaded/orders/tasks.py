from celery import shared_task


@shared_task
async def pack() -> None: ...  # error: FPI510
