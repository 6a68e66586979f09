"""Files of a report: tables for Excel, pages for Word and print, media in an archive.

Writes what it is given as plain values; must not ask the graph, decide who may see a cell, or
count anything that the report doesn't already say.
"""

from exports.format import Format
from exports.formats import FORMATS, format_of
from exports.made import Made, made_now
from exports.naming import content_disposition, file_name

__all__ = ["FORMATS", "Format", "Made", "content_disposition", "file_name", "format_of", "made_now"]
