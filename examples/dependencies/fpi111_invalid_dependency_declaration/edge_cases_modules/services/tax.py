class Tax:
    def __call__(self) -> int:
        return 19
