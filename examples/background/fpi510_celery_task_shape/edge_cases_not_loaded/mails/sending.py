from celery import shared_task


@shared_task
async def send() -> None: ...  # error: FPI510
