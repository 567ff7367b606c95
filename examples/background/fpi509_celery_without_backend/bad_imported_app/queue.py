from celery import Celery

queue = Celery("videos", broker="redis://localhost/0")
queue.conf.update(task_track_started=True, timezone="UTC")
