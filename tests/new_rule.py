"""`python -m tests.new_rule FPI123 plain-string-sql` starts a rule: its module and its examples."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from flake8_fastapi.registry import known_codes
from tests.examples import ROOT

GROUPS = (
    *("routing", "dependencies", "async_boundary", "lifespan", "uploads"),
    *("background", "security", "middleware", "testing", "production"),
)

MODULE = '''\
"""
TODO: what happens (seen), why, and what to do. Markdown; it becomes the page of the rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import Endpoint, Module
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="{code}",
    name="{slug}",
    title="{title}",
    message="`{{endpoint}}` TODO: what happens; what to do",
    skill=(),
)


@rule.on(Endpoint)
def check(endpoint: Endpoint, module: Module) -> Iterator[Finding]:
    yield rule.at(endpoint, endpoint=endpoint.name)
'''

EXAMPLE = """\
from fastapi import FastAPI

app = FastAPI()


@app.get("/"){comment}
async def read_root() -> dict[str, str]:
    return {{"status": "ready"}}
"""


def create(root: Path, code: str, slug: str) -> list[Path]:
    """Write the files of a new rule below `root`; `ValueError` if that cannot be."""
    if not re.fullmatch(r"FPI\d{3}", code):
        raise ValueError(f"{code} is not a code such as FPI123")
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", slug):
        raise ValueError(f"{slug} is not a name such as plain-string-sql")
    if code in known_codes():
        raise ValueError(f"{code} is taken; a code never changes its meaning")
    place = Path(GROUPS[int(code[3])], f"{code.lower()}_{slug.replace('-', '_')}")
    module = root / "flake8_fastapi" / "rules" / place.with_suffix(".py")
    examples = root / "examples" / place
    texts = {
        module: MODULE.format(code=code, slug=slug, title=slug.replace("-", " ").capitalize()),
        examples / "bad.py": EXAMPLE.format(comment=f"  # error: {code}"),
        examples / "good.py": EXAMPLE.format(comment=""),
        examples / "edge_cases.py": EXAMPLE.format(comment=""),
    }
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return list(texts)


def main(arguments: list[str]) -> int:
    try:
        code, slug = arguments
        paths = create(ROOT, code, slug)
    except ValueError as error:
        print(f"{error}\n{__doc__}", file=sys.stderr)
        return 2
    print("Fill in:", *(path.relative_to(ROOT) for path in paths), sep="\n  ")
    print(f"Then: pytest -k {code}, and pytest --update")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
