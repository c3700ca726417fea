"""What a file from outside may cost: all limits in one place; each has its sentence where it is met."""

from __future__ import annotations

FILE_BYTES = 100 * 2**20
"""A larger file is refused: no notice is."""

UNPACKED_BYTES = 400 * 2**20
"""A package that unpacks to more than this is refused."""

PAGES = 1000
"""A PDF or TIFF with more pages is refused."""

PIXELS = 80_000_000
"""A picture, or a page as it is rendered, with more pixels is refused; A3 at 600 dpi has 70 million."""

CELLS = 500_000
"""A table with more grid positions, or a workbook with more cells, is refused."""

DEPTH = 255
"""Elements of a page that lie deeper in each other than this are not read; the parser's own limit."""

OFFICE_SECONDS = 60.0
"""LibreOffice is stopped when one conversion takes longer."""

SECONDS = 90.0
"""A file is given up when nothing is heard of it for so long; every page that is done is heard of."""

CPU_SECONDS = 1800
"""Processor time for one file: the system's own limit, should nobody be there to give the file up."""

MEMORY = 4 * 2**30
"""Bytes of address space that reading may take, LibreOffice's too."""
