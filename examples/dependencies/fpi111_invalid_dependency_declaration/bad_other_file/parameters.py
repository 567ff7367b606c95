from typing import Annotated

from fastapi import Query

Limit = Annotated[int, Query(10, le=100)]
