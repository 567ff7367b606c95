from celery import Celery

queue = Celery("videos", broker="redis://localhost", include=["bad_upload.worker"])
