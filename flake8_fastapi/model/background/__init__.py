"""Background tasks, tasks of asyncio and of Celery: what they do, and for how long."""
