"""What a notebook may take before it is ended."""

from __future__ import annotations

from thongbao.records.base import Record


class Limits(Record):
    """What a notebook may take; who takes more is ended, and the error names the cell.

    Attributes:
        cell_seconds: wall time of one cell.
        notebook_seconds: wall time of all cells together.
        memory_mb: address space beyond what is mapped when the first cell starts, millions of bytes.
        cell_output_mb: what one cell may put out, pictures included, millions of bytes.
        output_mb: what all cells together may put out, millions of bytes.
    """

    cell_seconds: int = 60
    notebook_seconds: int = 270
    memory_mb: int = 4000
    cell_output_mb: int = 20
    output_mb: int = 50
