"""A worker that finds the tasks of one package, and is told of one module by its name."""

from celery import Celery

queue = Celery("shop", broker="redis://localhost", include=["mails.sending"])
queue.autodiscover_tasks(["orders"])
queue.conf.beat_schedule = {"sweep": {"task": "mails.sweeping.sweep", "schedule": 600.0}}
