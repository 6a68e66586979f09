"""A realistic network of any size, made from a seed: real places, invented people.

This room makes rows and loads them by graph.writing; it knows no rule and asks no question of the
graph but whether it may load. What it breaks on purpose stands in the ledger.
"""

from graph.demo.ledger import Entry, Ledger
from graph.demo.load import Progress, Target, erase, load, target
from graph.demo.plan import DEFAULT_MOMENT, MoscowSchool, Plan, make_plan

__all__ = [
    "DEFAULT_MOMENT",
    "Entry",
    "Ledger",
    "MoscowSchool",
    "Plan",
    "Progress",
    "Target",
    "erase",
    "load",
    "make_plan",
    "target",
]
