from fastapi import FastAPI, HTTPException, Request

from .guards import Answers, KeyGuard, NoTrace
from .listed import middleware

app = FastAPI()
app.add_middleware(NoTrace)
app.add_middleware(KeyGuard)
app.add_middleware(Answers)

decorated = FastAPI()


@decorated.middleware("http")
async def check_agent(request: Request, call_next):
    if "user-agent" not in request.headers:
        raise HTTPException(400)
    return await call_next(request)


decorated.add_middleware(Answers)
app.mount("/decorated", decorated)
app.mount("/listed", FastAPI(middleware=middleware))
