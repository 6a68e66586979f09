"""`python -m graph.server supervise SPECIFICATION` or `… record CACHE`: background processes."""

from __future__ import annotations

import sys

from graph.server import recorder, supervisor

_ROLES = {"supervise": supervisor.main, "record": recorder.main}

if __name__ == "__main__":
    sys.exit(_ROLES[sys.argv[1]](sys.argv[2]))
