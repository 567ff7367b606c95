from celery import Celery

queue = Celery("shop", broker="redis://localhost")
queue.conf.update(task_serializer="pickle", accept_content=["pickle", "json"])


@queue.task
def count(words: set[str]) -> None:
    print(len(words))
