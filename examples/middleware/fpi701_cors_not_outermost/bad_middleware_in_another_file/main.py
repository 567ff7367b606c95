from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from .limits import BodyLimit, Timing

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example.com"])  # error: FPI701
app.add_middleware(Timing)
app.add_middleware(BodyLimit, limit=1_000_000)

api = FastAPI()
api.add_middleware(BodyLimit, limit=1_000_000)
api.add_middleware(CORSMiddleware, allow_origins=["https://shop.example.com"])
api.add_middleware(Timing)
