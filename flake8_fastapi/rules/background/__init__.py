"""FPI5: background tasks and queues."""
