from kombu.utils.json import register_type
from pydantic import BaseModel


def register(*models: type[BaseModel]) -> None:
    for model in models:
        register_type(model, model.__name__, BaseModel.model_dump, model.model_validate)
