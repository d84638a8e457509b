"""How much of a file is read, and what reading it may cost."""

from __future__ import annotations

INPUT_BYTES = 20_000_000
UNPACKED_BYTES = 100_000_000
"""Of all parts of a docx together, and of a compressed answer from the web."""
UNPACKED_PARTS = 5_000
CHARACTERS = 5_000_000
"""Of all texts of one file together."""
ENTRIES = 10_000
"""Of one feed."""
PAGES = 5_000
"""Of one PDF file."""

CPU_SECONDS = 10
WALL_SECONDS = 30
"""More than the processor time, because the machine may be busy with other things."""
MEMORY_BYTES = 1_000_000_000
"""Address space of the process that parses, its libraries included."""
