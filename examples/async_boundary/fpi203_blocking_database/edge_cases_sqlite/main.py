from fastapi import FastAPI

from .jobs import Jobs

app = FastAPI()
jobs = Jobs("jobs.db")


@app.get("/jobs")
async def running_jobs() -> list[int]:
    return jobs.running()  # error: FPI203
