from fastapi import FastAPI

from .routes import router
from .settings import Settings

settings = Settings()

app = FastAPI()
app.include_router(router)
app.dependency_overrides[Settings] = lambda: settings
