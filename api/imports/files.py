"""A workbook on its way out, from the disk, under a name of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import IO, Final

import anyio.to_thread
from starlette.responses import Response, StreamingResponse

from exports import content_disposition

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PIECE: Final = 65_536


def given(out: IO[bytes], name: str, ascii_name: str) -> Response:
    """The answer that gives an open file and closes it."""
    size = out.seek(0, 2)
    out.seek(0)
    headers = {
        "Content-Disposition": content_disposition(name, ascii_name),
        "Content-Length": str(size),
    }
    return StreamingResponse(_pieces(out), headers=headers, media_type=XLSX)


async def _pieces(out: IO[bytes]) -> AsyncIterator[bytes]:
    with out:
        while piece := await anyio.to_thread.run_sync(out.read, _PIECE):
            yield piece
