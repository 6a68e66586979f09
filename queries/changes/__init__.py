"""What can be changed: one declaration a function of clauses 3–6, one way to run them all.

Adding a change is adding a file `c_<concept>.py` that offers CHANGES. Nothing here knows of
GraphQL; who may, what belongs to whom and what is remembered is decided in `running`, never in a
declaration.
"""

from __future__ import annotations

from queries.changes.catalogue import CATALOGUE
from queries.changes.declaration import Change
from queries.changes.field import Field, Place
from queries.changes.running import Outcome, run

__all__ = ["CATALOGUE", "Change", "Field", "Outcome", "Place", "run"]
