"""
How much of what blocks is found, and how little else.

`cases/` holds places of our own making that block the event loop, each beside an innocent
twin. A comment `# blocks: <kind>` stands on the line where the call crosses over; every other
line is innocent.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"
MARK = re.compile(r"#\s*blocks:\s*(?P<kind>\w+)\s*$")

Place = tuple[int, str]


def marked(path: Path) -> set[Place]:
    return {
        (number, match["kind"])
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if (match := MARK.search(line))
    }
