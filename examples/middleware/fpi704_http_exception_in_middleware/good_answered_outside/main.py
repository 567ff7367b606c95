from fastapi import FastAPI

from .guards import Answers, KeyGuard, NoTrace

app = FastAPI()
app.add_middleware(NoTrace)
app.add_middleware(KeyGuard)
app.add_middleware(Answers)
