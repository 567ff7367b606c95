from .running import enqueue, wait_for

__all__ = ["enqueue", "wait_for"]
