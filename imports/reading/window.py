"""A stream of bytes through a sliding window: a word split between two pieces is found.

Finds words and what stands around them; what they mean is the business of who asks.
"""

from collections.abc import Iterable, Iterator

# What is looked at around a word: a whole tag of a cell with its value.
AROUND = 2_048


class Window:
    """The stream's current stretch. Words beginning in `[start, stop)` are seen in no other."""

    def __init__(self, content: bytes, start: int, stop: int, *, first: bool) -> None:
        self.content = content
        self.start = start
        self.stop = stop
        self.first = first

    def places(self, word: bytes) -> Iterator[int]:
        """Where `word` begins, in order."""
        position = self.content.find(word, self.start)
        while 0 <= position < self.stop:
            yield position
            position = self.content.find(word, position + 1)

    def holds(self, word: bytes) -> bool:
        """Does `word` begin anywhere in the stretch?"""
        return next(self.places(word), None) is not None


def windows(pieces: Iterable[bytes]) -> Iterator[Window]:
    """Windows over `pieces`; every word has `AROUND` bytes on each side, if the stream has."""
    content, start, first = b"", 0, True
    for piece in pieces:
        content += piece
        stop = len(content) - AROUND
        if stop <= start:
            continue
        yield Window(content, start, stop, first=first)
        first = False
        kept = max(0, stop - AROUND)
        content, start = content[kept:], stop - kept
    yield Window(content, start, len(content), first=first)
