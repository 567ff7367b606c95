from redis import Redis
from starlette.middleware.base import BaseHTTPMiddleware

from .audit import record, record_twin

redis = Redis()


class Timing(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        redis.incr("requests")  # blocks: store
        response = await call_next(request)
        record(request.url.path)  # blocks: file
        await record_twin(request.url.path)
        return response
