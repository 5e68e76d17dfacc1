"""Thongbao: one notebook, a right and readable bulletin for every county."""


def __getattr__(name: str) -> str:
    # Looked up only when asked: the look-up costs more than all that the process which reads reports needs besides.
    if name == "__version__":
        from importlib.metadata import version

        return version("thongbao")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
