from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from slowapi import Limiter
from slowapi.middleware import SlowAPIMiddleware
from slowapi.util import get_remote_address

# Without limits for all routes, the middleware lets everything through: the decorator answers.
limiter = Limiter(key_func=get_remote_address)

app = FastAPI()
app.state.limiter = limiter
app.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])
app.add_middleware(SlowAPIMiddleware)


@app.get("/search")
@limiter.limit("5/minute")
async def search(request: Request) -> dict[str, str]:
    return {}
