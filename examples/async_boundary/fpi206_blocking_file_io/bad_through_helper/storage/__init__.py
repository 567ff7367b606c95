from .disk import Storage, get_storage, load, load_all, publish

__all__ = ["Storage", "get_storage", "load", "load_all", "publish"]
