"""Neither the Celery application nor its tasks import what teaches JSON the models."""

from fastapi import FastAPI

from edge_cases_taught_elsewhere import main
from edge_cases_taught_elsewhere.json_types import register
from edge_cases_taught_elsewhere.models import Order

register(Order)
app = FastAPI()
app.include_router(main.router)
