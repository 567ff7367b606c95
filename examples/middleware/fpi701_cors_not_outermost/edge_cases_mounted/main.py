from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from .reports import app as reports
from .reports import in_plain, in_unknown

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example.com"])
app.mount("/reports", reports)

plain = FastAPI()
plain.mount("/reports", in_plain)


def set_up(application: FastAPI) -> None:
    application.mount("/reports", in_unknown)
