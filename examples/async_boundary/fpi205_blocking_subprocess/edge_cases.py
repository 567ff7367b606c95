import asyncio
import functools
import os
import shlex
import subprocess
import subprocess as sp
import time
from collections.abc import Callable
from os import system
from subprocess import PIPE, CalledProcessError, Popen, check_call, run
from typing import Any

from fastapi import BackgroundTasks, FastAPI
from fastapi.concurrency import run_in_threadpool

app = FastAPI()


@app.get("/names")
async def names() -> None:
    sp.run(["true"])  # error: FPI205
    run(["true"])  # error: FPI205
    check_call(["true"])  # error: FPI205
    subprocess.call(["true"])  # error: FPI205
    subprocess.getoutput("true")  # error: FPI205
    subprocess.getstatusoutput("true")  # error: FPI205
    system("true")  # error: FPI205
    os.popen("date").read()  # error: FPI205
    stream = os.popen("date")  # error: FPI205
    stream.read()
    with os.popen("date"):  # error: FPI205
        pass
    subprocess.run("date | wc", shell=True)  # error: FPI205
    subprocess.Popen("date", shell=True).communicate()  # error: FPI205
    subprocess.run(["true"], shell=False)  # error: FPI205
    await asyncio.sleep(0)


@app.get("/waits")
async def waits() -> None:
    process = Popen(["true"], stdout=PIPE)
    process.wait()  # error: FPI205
    with subprocess.Popen(["true"]) as other:
        other.communicate()  # error: FPI205
    Popen(["true"]).wait()  # error: FPI205


@app.get("/branches")
async def branches(fast: bool) -> str:
    try:
        return run(["git", "log"], text=True).stdout  # error: FPI205
    except (CalledProcessError, subprocess.TimeoutExpired):
        return ""


@app.post("/owner")
async def give_away(owner: str, folder: str) -> None:
    subprocess.run(["chown", "-R", owner, folder])  # error: FPI205
    os.system(f"chmod --recursive u+w {folder}")  # error: FPI205


async def export(name: str) -> None:
    check_call(["export", name])  # error: FPI205


def export_in_thread(name: str) -> None:
    check_call(["export", name])


@app.post("/export")
def start_export(tasks: BackgroundTasks) -> None:
    tasks.add_task(export, "a")
    tasks.add_task(export_in_thread, "a")
    tasks.add_task(subprocess.run, ["true"])


@app.get("/asked-behind")
async def asked_behind() -> bool:
    process = Popen(["true"], stdout=PIPE)
    process.communicate()  # error: FPI205
    return process.returncode == 0


def timed(function: Any) -> Any:
    @functools.wraps(function)
    async def wrapper(*args: Any, **kwargs: Any) -> Any:
        started = time.monotonic()
        try:
            return await function(*args, **kwargs)
        finally:
            print(time.monotonic() - started)

    return wrapper


def listed(function: Any) -> Any:
    print(function.__name__)
    return function


@app.get("/timed")
@timed
async def awaited_by_its_decorator() -> None:
    run(["true"])  # error: FPI205


@app.get("/listed")
@listed
async def handed_back_by_its_decorator() -> None:
    run(["true"])  # error: FPI205


@app.get("/shared")
async def awaited_by_another_route() -> None:
    run(["true"])  # error: FPI205


@app.get("/sharing")
async def sharing() -> None:
    await awaited_by_another_route()


@app.get("/switched-on")
async def switched_on(debug: int = 0) -> None:
    level = 1
    if level == 1 or debug:
        run(["true"])  # error: FPI205
    if debug == 1:
        run(["true"])  # error: FPI205


# ---- the innocent ---------------------------------------------------------------------------


@app.get("/started")
async def started() -> int:
    process = Popen(["sleep", "10"])  # starting does not wait
    process.terminate()
    process.kill()
    process.poll()
    return process.pid


@app.post("/noted")
async def noted() -> None:
    os.popen("echo noted >> all.log")  # nobody reads what it writes, or closes it
    append_line()


def append_line() -> None:
    if not os.popen("echo noted >> all.log"):
        print("nothing")


@app.get("/killed")
async def killed() -> None:
    process = Popen(["sleep", "10"])
    process.terminate()
    try:
        process.wait(timeout=5)  # error: FPI205
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()  # nothing survives that


@app.get("/ended")
async def ended() -> bytes:
    process = Popen(["server"], stdout=PIPE)
    await asyncio.sleep(1)
    if process.poll() is not None:
        return process.communicate()[0]  # it has ended: there is nothing to wait for
    return b""


@app.get("/ended-too")
async def ended_too() -> bytes:
    process = Popen(["server"], stdout=PIPE)
    await asyncio.sleep(1)
    if process.returncode is not None:
        return process.communicate()[0]
    return b""


@app.get("/asynchronous")
async def asynchronous() -> bytes:
    process = await asyncio.create_subprocess_exec("true", stdout=PIPE, stderr=subprocess.STDOUT)
    await process.wait()
    shell = await asyncio.create_subprocess_shell("true")
    output, _ = await shell.communicate()
    return output


def dump() -> None:
    traced = False
    if traced:
        check_call(["dump"])


@app.get("/switched-off")
async def switched_off() -> None:
    debug = 0
    if debug == 1:
        run(["true"])
    dump()


@app.get("/handed-over")
async def handed_over() -> None:
    await run_in_threadpool(run, ["true"])
    await asyncio.to_thread(lambda: subprocess.check_output(["true"]))
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, os.system, "true")

    def work() -> int:
        return run(["true"]).returncode

    await asyncio.to_thread(work)


class Runner:
    def run(self, name: str) -> None: ...

    def system(self, name: str) -> None: ...

    def wait(self) -> None: ...


runner = Runner()


@app.get("/called-so")
async def called_so(os: Runner, process: Any) -> None:
    runner.run("true")
    runner.wait()
    os.system("true")
    process.wait()
    process.communicate()


@app.delete("/brief")
async def brief(name: str) -> None:
    os.system(f"rm -f {name}")
    subprocess.run(["mkdir", "-p", name])
    subprocess.run(["chown", name, "-"])


@app.get("/harmless")
async def harmless() -> str:
    return shlex.join(["a"]) + subprocess.list2cmdline(["a"]) + str(os.getpid())


@app.get("/threaded")
def threaded() -> int:
    return subprocess.call(["true"])


@app.on_event("startup")
async def migrate() -> None:
    subprocess.run(["alembic", "upgrade", "head"], check=True)


@app.on_event("shutdown")
async def goodbye() -> None:
    subprocess.run(["true"])


def check_disk() -> bool:
    return subprocess.run(["smartctl", "-H", "/dev/sda"], check=False).returncode == 0


def check_nothing() -> bool:
    return True


CHECKS = (("disk", check_disk), ("nothing", check_nothing))
PLAIN_CHECKS: list[Callable[[], bool]] = [check_disk, check_nothing]
QUICK_CHECKS = (check_nothing, check_disk)  # the second may never be asked
ADDED_CHECKS = [check_disk]
ADDED_CHECKS.insert(0, check_nothing)


def check_all() -> dict[str, bool]:
    return {name: check() for name, check in CHECKS}


@app.get("/checks")
async def checks() -> dict[str, bool]:
    found = check_all()  # error: FPI205
    for check in PLAIN_CHECKS:
        found["plain"] = check()  # error: FPI205
    return found


@app.get("/quick-checks")
async def quick_checks() -> bool:
    for check in QUICK_CHECKS:
        if check():
            return True
    for check in ADDED_CHECKS:
        if check():
            return True
    return False
