"""How large a file may be, and how much its parsing may take. Numbers only."""

from dataclasses import dataclass

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one file. Sizes are in bytes, times in seconds.

    `ratio` (unpacked to packed) counts from `ratio_from` unpacked bytes on: small files of repeated
    text pack better than any bomb needs to. `memory` is the address space of the child: its
    libraries, the file and one whole sheet. `wall` is only the time spent waiting for the child.
    """

    file: int = 20 * _MEGABYTE
    unpacked: int = 400 * _MEGABYTE
    ratio: int = 100
    ratio_from: int = 10 * _MEGABYTE
    members: int = 1_000
    rows: int = 300_000
    columns: int = 500
    cell: int = 32_767
    memory: int = 768 * _MEGABYTE
    cpu: int = 60
    wall: int = 120


LIMITS = Limits()
