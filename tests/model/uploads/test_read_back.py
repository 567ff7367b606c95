"""Files that a function writes, and reads again as a whole, by itself or by a helper."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from flake8_fastapi.model import is_read_back
from tests.model.build import project

WRITING = """
import asyncio, csv, json, shutil, pypdf
from pathlib import Path
from app.items import READERS, SIZES, Items, copied, deep, deeper, lines_of, pages_of, size_of
from app.items import Row, Table, load, load_other, load_some, text_of, text_of_path
from app.items import batches_of, first_of, rows_in, rows_of, some_lines_of, sum_of
loop = asyncio.get_event_loop()
def save(path, content, items: Items):
    with open(path, "wb") as target:
        target.write(content)
    {}
"""
HELPERS = """
import csv
def text_of(path):
    with open(path) as source:
        return source.read()
def text_of_path(other, path): return path.read_text(encoding="utf-8")
def lines_of(path):
    with open(path) as source:
        return [line for line in source]
def some_lines_of(path):
    with open(path) as source:
        return [line for line in source if line.strip()]
def rows_of(path):
    rows = []
    with open(path) as source:
        reader = csv.DictReader(source)
        for number, row in enumerate(reader):
            if row["name"]:
                row["number"] = number
            rows.append(dict(row))
    return rows
def rows_in(source): return source.read().splitlines()
def batches_of(path):
    batch = []
    with open(path) as source:
        for row in csv.reader(source):
            batch.append(row)
            if len(batch) == 100:
                insert(batch)
                batch = []
def first_of(path):
    rows = []
    with open(path) as source:
        for row in source:
            rows.append(row)
            if len(rows) == 10:
                break
    return rows
def sum_of(path):
    with open(path) as source:
        return sum(int(row) for row in source)
def size_of(path):
    with open(path) as source:
        return len(source.read(10))
def pages_of(path):
    import pypdf
    return pypdf.PdfReader(str(path)).pages
READERS = {".pdf": pages_of, ".txt": text_of}
SIZES = {".pdf": size_of}
def deep(path): return deep_1(path)
def deep_1(path): return pages_of(path)
def deeper(path): return deep(path)
def copied(path):
    shutil.copy(path, TARGET)
    return text_of(TARGET)
class Row:
    path: str
def load(key):
    row = find(key)
    source = Path(row.path)
    with open(source, "rb") as opened:
        return opened.read()
def load_other(key):
    return find(key).other.read_bytes()
def load_some(key):
    with open(find(key).path, "rb") as opened:
        return opened.read(100)
class Table:
    def __init__(self, other=None, path=None): self.rows = pages_of(path)
class Items:
    def text_of(self, path): return path.read_bytes()
"""


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("...", False),
        ("return open(path).close()", False),
        ("with open(path) as source: return source.read()", True),
        ("with open(path) as source: return source.read(10)", False),
        ("with open('other') as source: return source.read()", False),
        ("return text_of(path)", True),
        ("return text_of('other')", False),
        ("return text_of_path(1, path)", True),
        ("return text_of_path(path, 1)", False),
        ("return lines_of(path)", True),
        ("return some_lines_of(path)", False),
        ("return rows_of(path)", True),
        ("return batches_of(path)", False),
        ("return first_of(path)", False),
        ("return sum_of(path)", False),
        ("with path.open() as source: return json.load(source)", True),
        ("with path.open('rb') as source: return source.read()", True),
        ("with open(path) as source: return list(csv.reader(source))", True),
        ("with open(path) as source: return rows_in(source)", True),
        ("with open(other) as source: return json.load(source)", False),
        ("return list(path)", False),
        ("return size_of(path)", False),
        ("asyncio.to_thread(text_of, path)", True),
        ("asyncio.to_thread(items.text_of, Path(path))", True),
        ("asyncio.to_thread(json.load, path)", True),
        ("loop.run_in_executor(None, text_of, path)", True),
        ("asyncio.to_thread(size_of, path)", False),
        ("asyncio.to_thread(text_of, 'other')", False),
        ("asyncio.to_thread(text_of_path, path, 1)", False),
        ("return items.text_of(path)", True),
        ("return shutil.unknown(path)", False),
        ("return pypdf.PdfReader(path).pages", True),
        ("return pypdf.PdfReader(str(path)).pages", True),
        ("return pypdf.PdfReader('other').pages", False),
        ("return pages_of(Path(path))", True),
        ("return deep(path)", True),
        ("return READERS['.pdf'](path)", True),
        ("return SIZES['.pdf'](path)", False),
        ("shutil.copy2(path, 'kept'); return pages_of('kept')", True),
        ("shutil.copy2('other', 'kept'); return pages_of('kept')", False),
        ("return copied(path)", True),
        ("return text_of(path=path)", True),
        ("return text_of_path(path, path=1)", False),
        ("return Table(path=path)", True),
        ("return Table(other=path)", False),
        ("same = Path(path); return text_of(same)", True),
        ("row = Row(path=str(path)); return load(row.key)", True),
        ("row = Row(path=str(path)); return load_other(row.key)", False),
        ("row = Row(path=str(path)); return load_some(row.key)", False),
        ("row = Row(path='other'); return load(row.key)", False),
        ("row = Row(other=path); return load_other(row.key)", True),
        ("row = unknown(path=path); return load(row.key)", False),
        ("return load(1)", False),
        ("return deeper(path)", False),  # nobody looks that far
    ],
)
def test_what_is_read_back(tmp_path: Path, statement: str, expected: bool) -> None:
    files = {"app/main.py": WRITING.format(statement), "app/items.py": HELPERS}
    opened = project(tmp_path, files, "app/main.py")
    write = next(
        node
        for node in opened.syntax.tree.nodes(ast.Call)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "write"
    )
    found = is_read_back(write, opened.syntax, opened.values, opened.elsewhere)
    assert found is expected
