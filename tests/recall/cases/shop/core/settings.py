import json
from functools import lru_cache
from pathlib import Path


class Settings:
    def __init__(self, values: dict[str, str]) -> None:
        self.values = values


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    return Settings(json.loads(Path("settings.json").read_text()))


def reload_settings() -> Settings:
    return Settings(json.loads(Path("settings.json").read_text()))
