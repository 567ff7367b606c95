"""Tasks that two applications share, and that only a schedule names."""

from celery import Celery, shared_task

mails = Celery("mails", broker="redis://localhost")
images = Celery("images", broker="redis://localhost")
images.conf.beat_schedule = {
    "sweep": {"task": "images.sweep", "schedule": 600.0},
    "shrink": {"task": "images.shrink", "schedule": 600.0},
}


# -- wrong


@shared_task(name="images.sweep")
async def sweep() -> None: ...  # error: FPI510


# -- right


@shared_task(name="images.shrink")
def shrink() -> None: ...
