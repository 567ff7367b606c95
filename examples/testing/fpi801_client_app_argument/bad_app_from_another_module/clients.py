from httpx import AsyncClient as Client

__all__ = ["Client"]
