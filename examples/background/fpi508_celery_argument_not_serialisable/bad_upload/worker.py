from celery import shared_task


@shared_task
def encode(video: bytes, formats: list[str]) -> None:
    print(len(video), formats)
