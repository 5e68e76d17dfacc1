"""What nearly every notebook needs and IPython, pandas and matplotlib import only when they come to it.

Import this once in the process that forks: else each notebook imports it again, for tens of milliseconds.
"""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module

from thongbao.warm.memory import large_apart

MODULES = (
    "thongbao.warm.client",
    # The shell's first cell, and its first traceback.
    "bdb",
    "IPython.core.completer",
    "IPython.core.completerlib",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.core.pylabtools",
    "IPython.utils.generics",
    "IPython.utils.wildcard",
    "pygments.formatters.html",
    "pygments.formatters.terminal256",
    "pygments.lexers.python",
    "pygments.styles.default",
    "stack_data",
    # The first table, and the first figure.
    "pandas.io.formats.html",
    "pandas.io.formats.string",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib_inline.config",
    "PIL.BmpImagePlugin",
    "PIL.GifImagePlugin",
    "PIL.JpegImagePlugin",
    "PIL.PpmImagePlugin",
    "PIL.PngImagePlugin",
)

large_apart()

for _module in MODULES:
    with suppress(ImportError):
        import_module(_module)

with suppress(ImportError, AttributeError):
    # With the first figure matplotlib looks through all installed packages for backends.
    import_module("matplotlib.backends.registry").backend_registry.list_all()
