from .http import ClientDep, SharedDep

__all__ = ["ClientDep", "SharedDep"]
