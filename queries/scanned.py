"""When a region was last checked: one answer for pages, for measures, for who makes up for a miss.

Source: clauses 3.1 and 5.1: what is wrong is known to be so as of the last check.
"""

from __future__ import annotations

from typing import LiteralString

# Of the region `r`, NULL if never. A check of some rules only is not news of the others, and the
# mark of one isn't required.
LAST_FULL: LiteralString = """
  COLLECT {
    MATCH (c:Scan {region: r.region}) WHERE NOT coalesce(c.partial, false) RETURN max(c.as_of)
  }[0]
"""
