"""The gap rules, one file each, the scan that finds gaps and the listing behind every count."""

from queries.rules.catalogue import CATALOGUE
from queries.rules.declaration import Accountable, Case, Cause, Pattern, Rule
from queries.rules.listing import Evidence, Record, count_records, records

__all__ = [
    "CATALOGUE",
    "Accountable",
    "Case",
    "Cause",
    "Evidence",
    "Pattern",
    "Record",
    "Rule",
    "count_records",
    "records",
]
