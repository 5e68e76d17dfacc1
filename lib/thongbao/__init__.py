"""Thongbao: one notebook, a right and readable bulletin for every county."""

from importlib.metadata import version

__version__ = version("thongbao")
