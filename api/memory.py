"""How Python looks for garbage while the application runs.

An answer of a thousand rows makes thousands of dictionaries and lists, none of them in a cycle; by
default each such answer has the whole schema and every kept plan searched several times: measured,
half of the processor's time of a nested page.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

# An answer of a full page makes fewer containers than the first; the others as by default or rarer.
THRESHOLDS: Final = (20_000, 20, 20)


@contextmanager
def searched_rarely() -> Iterator[None]:
    """What stands when the block begins is not searched in it, and the rest less often."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
