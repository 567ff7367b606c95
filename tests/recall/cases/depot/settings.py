"""Constants that decide whether a call blocks; one of them is changed by another file."""


class Flags:
    slow = False
    careful = False
