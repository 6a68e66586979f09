"""A program of its own: reads words from its input, writes the pages to its output as PDF.

Typst keeps what it has set for ten documents more, up to gigabytes of long tables; a process that
ends gives everything back. Must not import the project, so that it starts at once.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import typst

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"


def pages_of(order: bytes) -> bytes:
    """The PDF of an order: `report` as the template names it, `made_at` in seconds, `tagged`."""
    asked = json.loads(order)
    words = json.dumps(asked["report"], ensure_ascii=False)
    compiler = typst.Compiler(
        TEMPLATE.read_bytes(),
        root=str(TEMPLATE.parent),
        ignore_system_fonts=True,
        sys_inputs={"report": words},
    )
    pdf = compiler.compile(format="pdf", timestamp=asked["made_at"], pdf_tags=asked["tagged"])
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gives one PDF as bytes")
    return pdf


if __name__ == "__main__":
    sys.stdout.buffer.write(pages_of(sys.stdin.buffer.read()))
