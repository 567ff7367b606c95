from celery import Celery

from edge_cases_taught_elsewhere.models import Order

queue = Celery("shop", broker="redis://localhost")


@queue.task
def ship(order: Order) -> None:
    print(order.number)
