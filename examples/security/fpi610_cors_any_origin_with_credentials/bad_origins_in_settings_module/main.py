from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from . import config, users
from .config import CORS_ORIGINS, FROM_ENVIRONMENT

app = FastAPI()
app.add_middleware(
    CORSMiddleware,
    allow_origins=CORS_ORIGINS,  # error: FPI610
    allow_credentials=True,
)

admin = FastAPI()
admin.add_middleware(CORSMiddleware, **config.CORS)  # error: FPI610

api = FastAPI()
api.add_middleware(CORSMiddleware, allow_origins=FROM_ENVIRONMENT, allow_credentials=True)
app.include_router(users.router)
