"""Processes in which nobody waits for what blocks the event loop."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model import BlockingCall
from tests.model.build import module, project

MAIN = """
import time
from fastapi import FastAPI
from mangum import Mangum
app = FastAPI()

@app.get("/")
async def read():
    time.sleep(1)

handler = {handler}
"""


@pytest.mark.parametrize(
    ("handler", "dockerfile", "count"),
    [
        ("Mangum(app)", None, 1),
        ("Mangum(app)", "FROM public.ecr.aws/lambda/python:3.13\nCMD ['main.handler']", 0),
        ("Mangum(app)", "FROM python:3.13\nCMD ['uvicorn', 'app.main:app']", 1),
        ("Mangum(app)", "FROM public.ecr.aws/lambda/python:3.13\n# uvicorn a:b --reload", 0),
        ("Mangum(app)", "FROM python:3.13\nCMD gunicorn -k uvicorn_worker app.main:app", 1),
        ("Mangum(app)", "FROM python:3.13\nCMD ['fastapi', 'run', 'app/main.py']", 1),
        ("None", "COPY --from=public.ecr.aws/awsguru/aws-lambda-adapter:0.9 /a /b", 0),
        ("None", "COPY --from=x/aws-lambda-adapter:0.9 /a /b\nCMD uvicorn app.main:app", 0),
        ("None", "FROM python:3.13", 1),
        ("None", None, 1),
    ],
)
def test_one_request_at_a_time(
    tmp_path: Path, handler: str, dockerfile: str | None, count: int
) -> None:
    if dockerfile is not None:
        (tmp_path / "Dockerfile").write_text(dockerfile)
    opened = project(tmp_path, {"app/main.py": MAIN.format(handler=handler)})
    assert len(list(opened.each(BlockingCall))) == count


@pytest.mark.parametrize(
    ("handler", "readme", "count"),
    [
        ("Mangum(app)", "The API is hosted on AWS Lambda and its data in S3.", 0),
        ("Mangum(app)", "It is deployed automatically to [AWS Lambda](https://aws.com).", 0),
        ("Mangum(app)", "It runs as a Lambda.", 0),
        ("Mangum(app)", "It can be deployed to AWS Lambda.", 1),
        ("Mangum(app)", "It is deployed on AWS Lambda or ECS.", 1),
        ("Mangum(app)", "| Deployment | Docker; Mangum for Lambda compatibility |", 1),
        ("None", "The API is hosted on AWS Lambda.", 1),
    ],
)
def test_what_a_readme_says(tmp_path: Path, handler: str, readme: str, count: int) -> None:
    (tmp_path / "README.md").write_text(readme)
    (tmp_path / "compose.yml").write_text("command: uvicorn app.main:app --reload")
    opened = project(tmp_path, {"app/main.py": MAIN.format(handler=handler)})
    assert len(list(opened.each(BlockingCall))) == count
    (tmp_path / "Procfile").write_text("web: uvicorn app.main:app")
    assert list(project(tmp_path, {}, "app/main.py").each(BlockingCall))


SAM = "Type: AWS::Serverless::Function\nProperties:\n  CodeUri: {code}\n"


@pytest.mark.parametrize(
    ("name", "text", "count"),
    [
        ("template.yaml", SAM.format(code="api/"), 0),
        ("template.yaml", SAM.format(code="./api"), 0),
        ("template.yaml", SAM.format(code="jobs/\n  Path: /api/"), 1),
        ("template.yaml", SAM.format(code="api-old/"), 1),
        ("template.yaml", "CodeUri: api/", 1),
        ("serverless.yml", "- serverless-python-requirements\nhandler: api.main.handler", 0),
        ("Dockerfile", "FROM public.ecr.aws/lambda/python:3.13\nCOPY api ./api", 0),
        ("Dockerfile", "FROM public.ecr.aws/lambda/python:3.13\nCOPY api/x .\nCMD uvicorn a:b", 1),
    ],
)
def test_what_deploys_a_folder_of_a_repository(
    tmp_path: Path, name: str, text: str, count: int
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / name).write_text(text)
    (tmp_path / "api").mkdir()
    opened = project(tmp_path / "api", {"app/main.py": MAIN.format(handler="Mangum(app)")})
    assert len(list(opened.each(BlockingCall))) == count
    (tmp_path / "api" / "Dockerfile").write_text("CMD ['uvicorn', 'app.main:app']")
    opened = project(tmp_path / "api", {"app/main.py": MAIN.format(handler="Mangum(app)")})
    assert len(list(opened.each(BlockingCall))) == 1


MCP = """
import time
from mcp.server.fastmcp import FastMCP
mcp = FastMCP("files")

@mcp.tool()
async def read(name: str) -> str:
    time.sleep(1)

{run}
"""


@pytest.mark.parametrize(
    ("run", "count"),
    [
        ("mcp.run()", 0),
        ("mcp.run(transport='stdio')", 0),
        ("mcp.run(transport='streamable-http')", 1),
        ("mcp.run(transport='sse' if remote else 'stdio')", 1),
        ("app = mcp.streamable_http_app()", 1),
        ("", 1),
    ],
)
def test_a_server_on_standard_input(run: str, count: int) -> None:
    assert len(list(module(MCP.format(run=run)).each(BlockingCall))) == count
