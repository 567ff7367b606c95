from celery import Celery

queue = Celery("videos", broker="redis://localhost/0")
queue.conf.update(
    task_serializer="json",
    accept_content=["json"],
    timezone="UTC",
)
