import subprocess

VERSION = subprocess.run(["git", "describe"], capture_output=True, text=True).stdout


def clone(name: str) -> None:
    _git("clone", name)


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True)


def version() -> str:
    return VERSION
