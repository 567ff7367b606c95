from fastapi import FastAPI

from .pools import outer, pooled, renewed
from .startup import lifespan

app = FastAPI(lifespan=lifespan)  # error: FPI303
pools = [FastAPI(lifespan=pooled), FastAPI(lifespan=renewed), FastAPI(lifespan=outer)]
