"""What it changes is no constant, for files that never import this one."""

from depot.settings import Flags as Switches


def configure(verbose: bool) -> None:
    Switches.slow = verbose
