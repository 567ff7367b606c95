"""Objects and methods as the functions around all requests, added in another file."""

from fastapi import HTTPException, Request


class KeyGuard:
    async def __call__(self, request: Request, call_next):
        if "x-key" not in request.headers:
            raise HTTPException(403)  # error: FPI704
        return await call_next(request)


class Guards:
    def __init__(self, header: str) -> None:
        self.header = header

    async def check_header(self, request: Request, call_next):
        if self.header not in request.headers:
            raise HTTPException(400)  # error: FPI704
        return await call_next(request)

    @staticmethod
    async def check_method(request: Request, call_next):
        if request.method == "TRACE":
            raise HTTPException(405)  # error: FPI704
        return await call_next(request)

    async def check_by_hand(self, request: Request, call_next):
        """Its caller answers what it raises."""
        if request.method == "HEAD":
            raise HTTPException(405)
        return await call_next(request)

    async def check_inside(self, request: Request, call_next):
        """Another one lies around it that answers."""
        if request.method == "HEAD":
            raise HTTPException(405)
        return await call_next(request)


class Unused:
    async def __call__(self, request: Request, call_next):
        if "x-key" not in request.headers:
            raise HTTPException(403)
        return await call_next(request)


async def check_token(request: Request, call_next):
    if "authorization" not in request.headers:
        raise HTTPException(401)  # error: FPI704
    return await call_next(request)
