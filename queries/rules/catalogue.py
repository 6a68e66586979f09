"""The catalogue: every module r*.py beside this one offers RULE. Adding a rule is adding a file."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from queries.rules.checking import check_rule
from queries.rules.declaration import Rule

_ROOM = Path(__file__).parent


def _collect() -> dict[str, Rule]:
    names = sorted(m.name for m in pkgutil.iter_modules([str(_ROOM)]))
    modules = [
        importlib.import_module(f"queries.rules.{name}")
        for name in names
        if name[:1] == "r" and name[1:].isdigit()
    ]
    rules: dict[str, Rule] = {module.RULE.id: module.RULE for module in modules}
    for rule in rules.values():
        check_rule(rule)
    _check_causes(rules)
    return rules


def _check_causes(rules: dict[str, Rule]) -> None:
    for rule in rules.values():
        for cause in rule.causes:
            unknown = set(cause.effects) - rule.cases.keys()
            unknown |= set(cause.cases) - rules[cause.rule].cases.keys()
            if unknown:
                raise ValueError(f"{rule.id}: a cause names unknown cases {sorted(unknown)}")


CATALOGUE = _collect()
