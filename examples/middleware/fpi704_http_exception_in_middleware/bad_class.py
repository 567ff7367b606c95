from fastapi import FastAPI, HTTPException, Request
from starlette.middleware.base import BaseHTTPMiddleware


class BodyLimit(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        self.check_length(request)  # error: FPI704
        if request.headers.get("content-encoding") == "gzip":
            raise HTTPException(415)  # error: FPI704
        return await call_next(request)

    def check_length(self, request: Request) -> None:
        if int(request.headers.get("content-length", 0)) > 1_000_000:
            raise HTTPException(413)


app = FastAPI()
app.add_middleware(BodyLimit)
