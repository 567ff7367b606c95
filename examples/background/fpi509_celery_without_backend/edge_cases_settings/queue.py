from celery import Celery

from edge_cases_settings import settings

queue = Celery("videos", broker="redis://localhost/0")
queue.config_from_object(settings)
