"""Child processes."""

import asyncio
import os
import select
import subprocess
from subprocess import DEVNULL, Popen, check_output
from typing import Annotated

import ffmpeg
import git as gitpython
from fastapi import BackgroundTasks, Depends, FastAPI, UploadFile
from fastapi.concurrency import run_in_threadpool
from pydub import AudioSegment

app = FastAPI()


@app.get("/run")
async def run() -> int:
    result = subprocess.run(["make", "report"], timeout=60)  # blocks: subprocess
    return result.returncode


@app.get("/run-twin")
async def run_twin() -> int | None:
    process = await asyncio.create_subprocess_exec("make", "report", stdout=DEVNULL)
    await process.wait()
    return process.returncode


@app.get("/output")
async def output() -> list[str]:
    return check_output(["ls"], text=True).splitlines()  # blocks: subprocess


@app.get("/output-twin")
def output_twin() -> list[str]:
    return check_output(["ls"], text=True).splitlines()


@app.get("/system")
async def system() -> None:
    if os.system("make clean") != 0:  # blocks: subprocess
        raise RuntimeError


@app.get("/popen")
async def popen() -> str:
    return os.popen("uptime").read()  # blocks: subprocess


@app.get("/communicate")
async def communicate() -> bytes:
    with Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        out, _ = process.communicate(b"a")  # blocks: subprocess
    return out


@app.get("/communicate-twin")
async def communicate_twin() -> bytes:
    process = await asyncio.create_subprocess_exec("cat", stdin=asyncio.subprocess.PIPE)
    out, _ = await process.communicate(b"a")
    return out


@app.get("/start-twin")
async def start_twin() -> int:
    return Popen(["make", "report"], stdout=DEVNULL).pid


@app.get("/lines")
async def lines() -> list[str]:
    process = Popen(["make"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    found = [line for line in process.stdout]  # blocks: subprocess
    for line in process.stderr:  # blocks: subprocess
        found.append(line)
    for line in process.stdout or ():  # blocks: subprocess
        found.append(line)
    for line in iter(process.stdout.readline, ""):  # blocks: subprocess
        found.append(line)
    while line := process.stdout.readline():  # blocks: subprocess
        found.append(line)
    return found + [process.stderr.read()]  # blocks: subprocess


@app.get("/lines-twin")
async def lines_twin() -> list[str]:
    process = await asyncio.create_subprocess_exec("make", stdout=asyncio.subprocess.PIPE)
    assert process.stdout
    finished = await asyncio.to_thread(subprocess.run, ["make"], capture_output=True, text=True)
    for line in finished.stdout:
        print(line)
    for line in finished.stderr or ():
        print(line)
    return [line.decode() async for line in process.stdout]


@app.get("/lines-twin-2")
def lines_twin_2() -> list[str]:
    process = Popen(["make"], stdout=subprocess.PIPE, text=True)
    return list(process.stdout or ()) + [line for line in process.stdout or ()]


@app.get("/lines-twin-3")
async def lines_twin_3() -> list[str]:
    process = Popen(["make"], stdout=subprocess.PIPE, text=True)
    await asyncio.to_thread(process.wait)
    return [line for line in process.stdout] + [process.stdout.read()]


@app.get("/polled")
async def polled() -> str:
    process = Popen(["make"], stdout=subprocess.PIPE, text=True)
    while process.poll() is None:
        print(process.stdout.readline())  # blocks: subprocess
    return process.stdout.read()


@app.get("/ended-twin")
async def ended_twin() -> str:
    process = Popen(["make"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while process.returncode is None:
        await asyncio.sleep(1)
    ready, _, _ = select.select([process.stderr], [], [], 0)
    return process.stdout.read() + (process.stderr.readline() if ready else "")


def say(process: Popen[str]) -> None:
    for line in process.stdout:
        print(line)


def say_twin(process: Popen[str]) -> None:
    os.set_blocking(process.stdout.fileno(), False)
    print(process.stdout.readline())


@app.get("/say")
async def said() -> None:
    process = Popen(["make"], stdout=subprocess.PIPE, text=True)
    say(process)  # blocks: subprocess
    say_twin(process)


@app.post("/wait")
async def wait() -> None:
    process = Popen(["make"])
    while True:
        process.wait(timeout=5)  # blocks: subprocess


async def git_version() -> str:
    return subprocess.getoutput("git --version")  # blocks: subprocess


def git_version_twin() -> str:
    return subprocess.getoutput("git --version")


@app.get("/version")
def version(
    a: Annotated[str, Depends(git_version)], b: Annotated[str, Depends(git_version_twin)]
) -> str:
    return a + b


def convert(path: str) -> None:
    subprocess.check_call(["ffmpeg", "-i", path, "out.mp4"])


def convert_all(paths: list[str]) -> None:
    for path in paths:
        convert(path)


async def convert_task(path: str) -> None:
    convert(path)  # blocks: subprocess


@app.post("/convert")
async def convert_upload(tasks: BackgroundTasks, file: UploadFile) -> None:
    assert file.filename
    tasks.add_task(convert_task, file.filename)
    tasks.add_task(convert, file.filename)
    convert_all([file.filename])  # blocks: subprocess
    await run_in_threadpool(convert_all, [file.filename])


class Git:
    def __init__(self, folder: str) -> None:
        self.folder = folder

    def _run(self, *args: str) -> str:
        return check_output(["git", *args], cwd=self.folder, text=True)

    @property
    def name(self) -> str:
        return self.folder

    @classmethod
    def here(cls) -> "Git":
        return cls(".")

    @staticmethod
    def installed() -> bool:
        return subprocess.call(["git", "--version"]) == 0

    def branch(self) -> str:
        return self._run("branch", "--show-current")


@app.get("/git")
async def git() -> str:
    Git.installed()  # blocks: subprocess
    repository = Git("/srv/app")
    branch = repository.branch()  # blocks: subprocess
    return branch + repository.name


@app.get("/git-here")
async def git_here() -> str:
    return Git.here().branch()  # blocks: subprocess


@app.get("/git-twin")
async def git_twin() -> str:
    return await asyncio.to_thread(Git("/srv/app").branch)


@app.post("/sound")
async def sound(path: str) -> int:
    return len(AudioSegment.from_mp3(path))  # blocks: subprocess


@app.post("/sound-twin")
async def sound_twin(path: str) -> None:
    AudioSegment.from_wav(path).set_channels(1).export("out.wav", format="wav")


@app.post("/video")
async def video(path: str) -> None:
    ffmpeg.input(path).output("out.mp4").overwrite_output().run()  # blocks: subprocess


@app.post("/video-twin")
async def video_twin(path: str) -> list[str]:
    return ffmpeg.input(path).output("out.mp4").get_args()


@app.post("/pull")
async def pull() -> None:
    gitpython.Repo("/srv/app").git.pull()  # blocks: subprocess


@app.post("/pull-twin")
async def pull_twin() -> None:
    gitpython.Repo("/srv/app").git.update_environment(LANG="C")
