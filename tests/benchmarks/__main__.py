"""
`python -m tests.benchmarks` prints what the pack costs, as medians of CPU time and their ratios.

Ratios hold on any machine, CPU time on a busy one. The contenders take turns, so that a machine
that slows down slows all of them, and the garbage collector waits until a turn is over.
"""

from __future__ import annotations

import argparse
import ast
import gc
import os
import resource
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
import venv
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pyflakes.checker import Checker as Pyflakes

import flake8_fastapi
from flake8_fastapi.checker import concerns
from flake8_fastapi.engine import check
from flake8_fastapi.model import Module, still
from flake8_fastapi.options import Options
from flake8_fastapi.registry import all_rules
from tests.benchmarks.trees import PACKAGES, File, files, unpacked

DEFAULT_CACHE = Path(tempfile.gettempdir()) / "flake8-fastapi-pack-benchmarks"
ROOT = Path(flake8_fastapi.__file__).parent.parent


class Figure(NamedTuple):
    """One line of the report; without a bound, it is only told."""

    name: str
    value: float
    unit: str = ""
    bound: float | None = None

    @property
    def kept(self) -> bool:
        return self.bound is None or self.value <= self.bound

    def __str__(self) -> str:
        line = f"  {self.name:<48}{self.value:>9.2f} {self.unit:<3}"
        if self.bound is not None:
            line += f"  <= {self.bound:g}" + ("" if self.kept else "   EXCEEDED")
        return line.rstrip()


def medians(contenders: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the median CPU time, in seconds, of each contender; they take turns."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, run in contenders.items():
            gc.collect()
            gc.disable()
            try:
                start = time.process_time()
                run()
                times[name].append(time.process_time() - start)
            finally:
                gc.enable()
    return {name: statistics.median(each) for name, each in times.items()}


def on_a_package(trees: Sequence[File], rounds: int) -> Iterator[Figure]:
    """The model and all rules, opt-in ones too, against others who read the same trees."""
    rules = all_rules()

    def parse() -> None:
        for file in trees:
            ast.parse(file.text)

    def walk() -> None:
        for file in trees:
            for _ in ast.walk(file.tree):
                pass

    def pyflakes() -> None:
        for file in trees:
            Pyflakes(file.tree, file.path)

    def pack() -> None:
        with still({}):  # as for all files of a run
            for file in trees:
                if concerns(file.tree, file.path, file.lines):
                    check(Module(file.tree, file.path, file.lines, Options()), rules)

    cold = medians({"pack": pack}, rounds=1)["pack"]
    took = medians({"parse": parse, "walk": walk, "pyflakes": pyflakes, "pack": pack}, rounds)
    lines = sum(len(file.lines) for file in trees)
    yield Figure("1,000 lines", lines / 1000)
    yield Figure("all rules, for 1,000 lines", took["pack"] * 1e6 / lines, "ms")
    yield Figure("all rules / ast.parse", took["pack"] / took["parse"])
    yield Figure("all rules / ast.walk", took["pack"] / took["walk"])
    yield Figure("all rules / pyflakes", took["pack"] / took["pyflakes"], bound=1)
    yield Figure("the same, the first time in a process / pyflakes", cold / took["pyflakes"])


def on_other_files(rounds: int) -> Iterator[Figure]:
    """The gate, which every file of every project passes: here, those of the standard library."""
    library = Path(sysconfig.get_path("stdlib"))
    others = [
        each for each in files(library, "*.py") if not concerns(each.tree, each.path, each.lines)
    ]

    def gate() -> None:
        for file in others:
            concerns(file.tree, file.path, file.lines)

    lines = sum(len(file.lines) for file in others)
    yield Figure("files", len(others))
    cost = medians({"gate": gate}, rounds)["gate"] * 1e6 / lines
    yield Figure("the gate, for 1,000 lines", cost, "ms", bound=0.1)


#: Prints, in seconds, what Flake8 waits for at its start, at a first file, and at most.
START = """
import ast, time, flake8.main.application, flake8.checker, flake8.style_guide
from argparse import Namespace

def timed(run):
    start = time.process_time()
    run()
    return time.process_time() - start

def start():
    from flake8_fastapi import checker
    checker.Routing.parse_options(None, options, [])

def lint():
    from flake8_fastapi.checker import Checker
    tree = ast.parse(text)
    for section in Checker.__subclasses__():
        list(section(tree, FILE, text.splitlines(keepends=True), options).run())

def everything():
    from flake8_fastapi import registry
    registry.all_rules()

options = Namespace(
    select=None, extend_select=None, extended_default_select=["FPI"],
    ignore=None, extend_ignore=None, extended_default_ignore=[],
)
text = open(FILE).read()
print(timed(start), timed(lint) - timed(lint), timed(everything))
"""
#: Most of what a small application is made of.
FIRST = Path(__file__).with_name("first.py")


def at_the_start(cache: Path, rounds: int) -> Iterator[Figure]:
    """What Flake8 imports of the pack at every start, what a first file and all rules add to it."""
    file = cache / "first" / "main.py"
    file.parent.mkdir(exist_ok=True)
    file.write_text(FIRST.read_text())  # here it would be taken for a test
    program = START.replace("FILE", repr(str(file)))
    environment = {**_with_bytecode(cache), "PYTHONPATH": str(ROOT)}
    times = []
    for _ in range(rounds + 1):
        output = subprocess.run(
            [sys.executable, "-c", program], env=environment, check=True, capture_output=True
        )
        times.append([float(seconds) * 1e3 for seconds in output.stdout.split()])
    start, first, further = map(statistics.median, zip(*times[1:]))  # the first compiles
    yield Figure("added to the start of Flake8", start, "ms", bound=15)
    yield Figure("imported for a first file", first, "ms", bound=70)
    yield Figure("imported for all rules, beyond that", further, "ms")


def _with_bytecode(cache: Path) -> dict[str, str]:
    """An environment in which modules are compiled once, as where the pack is installed."""
    kept = {name: it for name, it in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(cache / "bytecode")}


def whole_process(application: Path, cache: Path, rounds: int) -> Iterator[Figure]:
    """Flake8 from start to end, with and without the pack, in an environment of its own."""
    python = _environment(cache)
    config = cache / "with.cfg"
    sections = "Routing Dependencies AsyncBoundary Lifespan Uploads Background Security Middleware"
    config.write_text(
        f"[flake8:local-plugins]\npaths = {ROOT}\nextension =\n"
        + "".join(
            f"    FPI{number} = flake8_fastapi.checker:{section}\n"
            for number, section in enumerate(f"{sections} Testing Production".split())
        )
    )
    command = [str(python), "-m", "flake8", "--isolated", "-j1", "--exit-zero", str(application)]
    pack = [each for each in command if each != "--isolated"] + ["--config", str(config)]
    without, with_pack = [], []
    for _ in range(rounds + 1):
        without.append(_cpu_time(command, cache))
        with_pack.append(_cpu_time(pack, cache))
    without, with_pack = without[1:], with_pack[1:]  # the first compile what they import
    yield Figure("without the pack", statistics.median(without), "s")
    yield Figure("with the pack", statistics.median(with_pack), "s")
    ratio = statistics.median(with_pack) / statistics.median(without)
    yield Figure("with / without", ratio, bound=1.15)


def _environment(cache: Path) -> Path:
    """Return a Python that has Flake8 and nothing that adds to it."""
    folder = cache / f"venv-{sys.version_info[0]}.{sys.version_info[1]}"
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", "flake8", "packaging", "tomli"],
            check=True,
            stderr=subprocess.DEVNULL,
        )
    return python


def _cpu_time(command: list[str], folder: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = _with_bytecode(folder)
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def report(title: str, figures: Iterator[Figure]) -> bool:
    """Print the figures below their title; tell whether every bound was kept."""
    print(title)
    kept = True
    for figure in figures:
        print(figure, flush=True)
        kept &= figure.kept
    return kept


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE, help="folder for downloads")
    parser.add_argument("--rounds", type=int, default=7, help="turns of which the median is taken")
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    folders = {name: unpacked(name, options.cache) for name in PACKAGES}
    kept = True
    for name, folder in folders.items():
        title = f"{name} {PACKAGES[name]}"
        kept &= report(title, on_a_package(list(files(folder)), options.rounds))
    kept &= report("Files that do not concern the pack", on_other_files(options.rounds))
    kept &= report("Start", at_the_start(options.cache, options.rounds))
    application = folders["lnbits"]
    kept &= report("Flake8 on lnbits", whole_process(application, options.cache, options.rounds))
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
