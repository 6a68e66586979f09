"""Reads a CSV file of this package; every value stays text, so leading zeros survive."""

import csv
import io
from collections.abc import Iterator
from importlib.resources import files


def records(file_name: str) -> Iterator[dict[str, str]]:
    """The records of one packaged file, by column name, in the file's order."""
    text = files("graph.data").joinpath(file_name).read_text(encoding="utf-8")
    return csv.DictReader(io.StringIO(text, newline=""))
