from celery import shared_task

from ..git import clone


@shared_task
def clone_later(name: str) -> None:
    clone(name)
