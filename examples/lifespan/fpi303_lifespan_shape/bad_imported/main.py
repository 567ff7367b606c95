from fastapi import FastAPI

from .startup import lifespan

app = FastAPI(lifespan=lifespan)  # error: FPI303
