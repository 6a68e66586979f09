"""Documents made of declarations: `docs/model.md` of the model, README's table of the settings.

Text in, text out: nothing here reads or writes a file. What a person reads is in Russian.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator

import graph.model
from graph.declaration import Cardinality, Kind, Model, Node, Personal, Property, Relationship
from graph.model import MODEL
from graph.settings import Settings

BEGIN = "<!-- настройки: начало; пишет orientir docs -->"
END = "<!-- настройки: конец -->"

_KINDS = {
    Kind.TEXT: "текст",
    Kind.INTEGER: "целое",
    Kind.NUMBER: "число",
    Kind.BOOLEAN: "да/нет",
    Kind.DATE: "день",
    Kind.INSTANT: "момент (UTC)",
    Kind.TEXTS: "список текстов",
}

_HEAD = """\
# Граф: что в нём есть

Этот файл пишет `orientir docs` по объявлениям в `graph/model/`; правьте их, а не его.

У каждого узла есть `id` — непустой неповторимый текст. У узлов региона есть `region` (ISO 3166-2):
его копирует из связи сама запись. `version` — сколько раз запись меняли люди и загрузки (нет — 0);
с ней сверяется тот, кто меняет. Связь «с интервалом» несёт `from` (день, включительно) и `to`
(день, не включая; пусто, пока длится). Пункты — номера «Порядка работы регионального координатора».
"""


def model_document(model: Model = MODEL) -> str:
    """All of `docs/model.md`."""
    parts = [_HEAD, _overview(model)]
    for concept, nodes in _concepts():
        parts.append(_concept(model, concept, nodes))
    return "\n".join(parts)


def with_settings(readme: str) -> str:
    """README with the table of settings between its two marks; ValueError without the marks."""
    before, mark, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (mark and end):
        raise ValueError("README has no marks around the table of settings")
    return f"{before}{BEGIN}\n\n{settings_table()}\n{END}{after}"


def settings_table() -> str:
    """Every setting: its variable, what it is for, its value when nothing is set."""
    prefix = Settings.model_config["env_prefix"]
    rows = [
        (f"`{prefix}{name.upper()}`", field.description or "", _default(name))
        for name, field in Settings.model_fields.items()
    ]
    return markdown_table(("переменная", "что это", "если не задана"), rows)


def _default(name: str) -> str:
    field = Settings.model_fields[name]
    if field.default_factory is not None:
        # The one computed default; written as for anybody, not for who runs this.
        return "`~/.cache/orientir`"
    return "—" if field.default is None else f"`{field.default}`"


def _concepts() -> Iterator[tuple[str, tuple[Node, ...]]]:
    """File names of the model with the nodes they declare."""
    for info in sorted(pkgutil.iter_modules(graph.model.__path__), key=lambda m: m.name):
        module = importlib.import_module(f"{graph.model.__name__}.{info.name}")
        yield info.name, module.NODES


def _overview(model: Model) -> str:
    """Labels and who points at whom; the links that only say the region are left out."""
    lines = ["## Всё вместе", "", "Без связей с регионом: они есть почти у всех.", ""]
    edges = {
        (link.source, target)
        for link in model.relationships
        for target in link.targets
        if target != "Region" and len(link.targets) == 1
    }
    drawn = [f"    {source} --> {target}" for source, target in sorted(edges)]
    boxes: list[str] = []
    for concept, nodes in _concepts():
        labels = [f"        {node.label}" for node in nodes]
        boxes += [f"    subgraph file_{concept} [{concept}]", *labels, "    end"]
    return "\n".join([*lines, "```mermaid", "flowchart LR", *boxes, *drawn, "```", ""])


def _concept(model: Model, concept: str, nodes: tuple[Node, ...]) -> str:
    title = ", ".join(node.ru for node in nodes)
    parts = [f"## `{concept}.py`: {title}", "", _picture(model, nodes)]
    parts += [_node(model, node) for node in nodes]
    return "\n".join(parts)


def _picture(model: Model, nodes: Iterable[Node]) -> str:
    """The nodes of one file, what they point at, and what points at them from other files."""
    own = {node.label for node in nodes}
    links = [link for link in model.relationships if link.source in own]
    shown = own | {target for link in links for target in link.targets}
    boxes = [_box(model.nodes[label], label in own) for label in sorted(shown)]
    edges = [
        f"    {link.source} -->|{link.type}| {target}" for link in links for target in link.targets
    ]
    style = "    classDef other stroke-dasharray: 4 4"
    return "\n".join(["```mermaid", "flowchart LR", *boxes, *edges, style, "```", ""])


def _box(node: Node, own: bool) -> str:
    return f'    {node.label}["{node.label}<br/>{node.ru}"]{"" if own else ":::other"}'


def _node(model: Model, node: Node) -> str:
    parts = [f"### {node.label} — {node.ru}", "", f"Пункт {node.clause}.{_region(node)}", ""]
    if node.properties:
        parts.append(_properties(node))
    if outgoing := model.links_of(node.label):
        parts.append(_links(outgoing))
    incoming = [link for link in model.relationships if node.label in link.targets]
    if incoming:
        parts += [f"Сюда ведут: {', '.join(map(_short, incoming))}.", ""]
    return "\n".join(parts)


def _region(node: Node) -> str:
    return f" Регион — из связи `{node.region_link}`." if node.region_link else ""


def _short(link: Relationship) -> str:
    return f"`{link.source}.{link.link}`"


def _properties(node: Node) -> str:
    heads = (
        "свойство",
        "что это",
        "тип",
        "обязательно",
        "границы и значения",
        "персональные данные",
        "пункт",
    )
    return markdown_table(heads, [_property(node, item) for item in node.properties])


def _property(node: Node, item: Property) -> tuple[str, ...]:
    kind = _KINDS[item.kind] + (f", {item.unit}" if item.unit else "")
    personal = "" if item.personal is Personal.NO else str(item.personal)
    name = f"`{item.name}`" + (" (неповторимо)" if item.name in node.unique else "")
    return (name, item.ru, kind, _yes(item.required), _limits(item), personal, item.clause)


def _limits(item: Property) -> str:
    parts = [f"от {item.minimum}"] if item.minimum is not None else []
    parts += [f"до {item.maximum}"] if item.maximum is not None else []
    parts += [f"`{choice}`" for choice in item.choices or ()]
    return ", ".join(parts)


def _links(links: Iterable[Relationship]) -> str:
    heads = ("связь", "вид", "куда", "сколько", "что значит", "с интервалом", "свойства", "пункт")
    return markdown_table(heads, [_link(link) for link in links])


def _link(link: Relationship) -> tuple[str, ...]:
    properties = "; ".join(f"`{item.name}` — {item.ru}" for item in link.properties)
    return (
        f"`{link.link}`",
        f"`{link.type}`",
        ", ".join(link.targets),
        "" if link.cardinality is Cardinality.MANY else str(link.cardinality),
        link.ru,
        _yes(link.interval),
        properties,
        link.clause,
    )


def _yes(value: bool) -> str:
    return "да" if value else ""


def markdown_table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table; columns with nothing in them are left out."""
    full = [tuple(cell.replace("|", r"\|") for cell in row) for row in rows]
    kept = [place for place in range(len(heads)) if any(row[place] for row in full)]
    lines = [heads, tuple("---" for _ in heads), *full]
    return "".join(f"| {' | '.join(line[place] for place in kept)} |\n" for line in lines)
