import subprocess


def run(command: list[str]) -> None:
    subprocess.run(command, check=True)


def encode(path: str) -> None:
    command = ["ffmpeg", "-i", path, "-c:v", "libx264", f"{path}.mp4"]
    subprocess.run(command, check=True)


class Shop:
    def publish(self, path: str) -> None:
        encode(path)
        print(f"{path} is for sale")
