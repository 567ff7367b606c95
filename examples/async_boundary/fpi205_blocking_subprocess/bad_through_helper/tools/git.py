import asyncio
import subprocess


def head() -> str:
    return subprocess.check_output(["git", "rev-parse", "HEAD"], text=True)


def tag_name() -> str:
    return f"build-{head()}"


def release_notes() -> str:
    return f"Release {tag_name()}"


class Repository:
    def pull(self) -> None:
        self._git("pull")

    def _git(self, *arguments: str) -> None:
        subprocess.run(["git", *arguments], check=True)

    async def push(self) -> None:
        process = await asyncio.create_subprocess_exec("git", "push")
        await process.wait()
