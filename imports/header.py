"""Which row of a file is its header, what kind of sheet it is, and which column fills which.

Pure. Nothing is assumed: neither the row nor the order nor the exact words; what was only guessed
is marked, and what a person says wins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, Protocol

from graph.errors import InputError
from imports.batch import Matched, RowProblem
from imports.headings import bare_key, heading_key, similar
from imports.sheet import ADDED, Cell, Column, Presence, SheetKind
from imports.typed import shown

_ROWS_LOOKED_AT: Final = 15
_LONGEST_HEADER: Final = 200
_FEWEST: Final = 2
"""So many columns must be recognised in a row for it to be a header."""
_EXACT: Final = "exact"
_SIMILAR: Final = "similar"
_CHOSEN: Final = "chosen"
_IGNORED: Final = "ignored"
_REPEATED: Final = "repeated"


class RowLike(Protocol):
    """A row of a file: its number as Excel shows it, and its cells."""

    @property
    def number(self) -> int: ...

    @property
    def cells(self) -> Sequence[Cell]: ...


@dataclass(frozen=True, slots=True)
class Header:
    """A header that was found; `row_number` is its last row, data follow.

    `missing` are problems of the file as a whole: columns it must have and hasn't.
    """

    kind: SheetKind
    row_number: int
    columns: tuple[Matched, ...]
    missing: tuple[RowProblem, ...]


class _Spellings(NamedTuple):
    """Keys of columns by whole spellings, and by those without brackets that name one column."""

    whole: Mapping[str, str]
    bare: Mapping[str, str]


class _Candidate(NamedTuple):
    kind: SheetKind
    number: int
    headers: tuple[str, ...]
    exact: int


def find_header(rows: Sequence[RowLike], kinds: Sequence[SheetKind]) -> Header:
    """The header among the first rows of a file, of the kind that it fits best.

    InputError if no row fits any of the kinds, or two kinds fit one equally well.
    """
    heads = list(_heads(rows[:_ROWS_LOOKED_AT]))
    found = [header for kind in kinds if (header := _best(heads, kind)) is not None]
    if not found:
        raise InputError(_nothing(kinds))
    found.sort(key=_fit, reverse=True)
    first, *others = found
    rivals = [one for one in others if _fit(one) == _fit(first)]
    if rivals:
        raise InputError(_ambiguous([first, *rivals]))
    return first


def with_choice(
    kind: SheetKind, columns: Sequence[Matched], choice: Mapping[int, str | None]
) -> tuple[tuple[Matched, ...], tuple[RowProblem, ...]]:
    """The columns as a person says, by their indexes (None: it fills nothing), and what is missing.

    A column that filled what another is now said to fill is left out. InputError for an index or a
    key that there isn't.
    """
    known = {one.index for one in columns}
    wrong = [str(index + 1) for index in choice if index not in known]
    wrong += [key for key in choice.values() if key is not None and key not in kind.by_key]
    if wrong:
        raise InputError(f"Нет такой колонки: {', '.join(wrong)}.")
    keys = [key for key in choice.values() if key is not None]
    if len(set(keys)) < len(keys):
        raise InputError("Одна колонка назначена двум столбцам файла.")
    chosen = tuple(_chosen(one, choice, frozenset(keys)) for one in columns)
    return chosen, _missing(kind, chosen)


def _chosen(one: Matched, choice: Mapping[int, str | None], taken: frozenset[str]) -> Matched:
    if one.index in choice:
        return replace(one, key=choice[one.index], how=_CHOSEN)
    return replace(one, key=None, how="") if one.key in taken else one


def _heads(rows: Sequence[RowLike]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """What may be a header: each row, and each row under the groups of the row above it."""
    above: tuple[str, ...] = ()
    for row in rows:
        texts = tuple(shown(cell)[:_LONGEST_HEADER] for cell in row.cells)
        yield row.number, texts
        if above:
            yield row.number, _joined(above, texts)
        above = texts


def _joined(groups: tuple[str, ...], under: tuple[str, ...]) -> tuple[str, ...]:
    """«Участник» over «Фамилия» as «Участник: Фамилия»; a merged cell is over all to its right."""
    joined, group = [], ""
    for index in range(max(len(groups), len(under))):
        over = groups[index].strip() if index < len(groups) else ""
        sub = under[index].strip() if index < len(under) else ""
        group = over or group
        joined.append(f"{group}: {sub}" if group and sub else sub or over)
    return tuple(joined)


def _best(heads: Sequence[tuple[int, tuple[str, ...]]], kind: SheetKind) -> Header | None:
    """The header of this kind: the row that has most of its columns, the first of such rows."""
    spellings = _spellings(kind)
    candidates = [
        _Candidate(kind, number, texts, _count(texts, spellings)) for number, texts in heads
    ]
    most = max((one.exact for one in candidates), default=0)
    tried = [one for one in candidates if one.exact == most] if most else candidates
    headers = (_matched(one, spellings) for one in tried)
    best = max(headers, key=_recognised, default=None)
    return best if best is not None and _recognised(best) >= _FEWEST else None


def _count(texts: Sequence[str], spellings: _Spellings) -> int:
    return len({key for text in texts if (key := _exact(text, spellings))})


def _matched(candidate: _Candidate, spellings: _Spellings) -> Header:
    ignored = {heading_key(one) for one in (*candidate.kind.ignored, *ADDED)}
    columns, taken = [], set()
    for index, text in enumerate(candidate.headers):
        key = _exact(text, spellings)
        how = _EXACT if key else ""
        if key and key in taken:
            key, how = None, _REPEATED
        elif not key and heading_key(text) in ignored:
            how = _IGNORED
        taken.add(key)
        columns.append(Matched(index, text, key, how))
    matched = tuple(_guessed(columns, spellings))
    return Header(candidate.kind, candidate.number, matched, _missing(candidate.kind, matched))


def _guessed(columns: Sequence[Matched], spellings: _Spellings) -> Iterator[Matched]:
    """The same, with what is only like a spelling of a column that nothing fills."""
    taken = {one.key for one in columns if one.key}
    for one in columns:
        if one.how or not one.header.strip():
            yield one
            continue
        free = {spelling: key for spelling, key in spellings.whole.items() if key not in taken}
        key = similar(one.header, free)
        if key is not None:
            taken.add(key)
        yield replace(one, key=key, how=_SIMILAR if key else "")


def _exact(text: str, spellings: _Spellings) -> str | None:
    """The key that a header names; of «group: sub» both together, or the sub alone."""
    for said in (text, text.partition(": ")[2]):
        found = spellings.whole.get(heading_key(said)) or spellings.bare.get(bare_key(said))
        if said and found:
            return found
    return None


def _spellings(kind: SheetKind) -> _Spellings:
    whole: dict[str, str] = {}
    bare: defaultdict[str, set[str]] = defaultdict(set)
    for column in kind.columns:
        for spelling in (column.label, *column.synonyms):
            whole.setdefault(heading_key(spelling), column.key)
            bare[bare_key(spelling)].add(column.key)
    return _Spellings(whole, {one: min(keys) for one, keys in bare.items() if len(keys) == 1})


def _missing(kind: SheetKind, columns: Sequence[Matched]) -> tuple[RowProblem, ...]:
    have = {one.key for one in columns}
    groups = [(c.key,) for c in kind.columns if c.presence is Presence.REQUIRED] + [*kind.one_of]
    return tuple(
        _without([kind.by_key[key] for key in group]) for group in groups if have.isdisjoint(group)
    )


def _without(columns: Sequence[Column]) -> RowProblem:
    asked = " или ".join(f"«{one.label}»" for one in columns)
    fix = f"Добавьте колонку {asked} или укажите, какая колонка файла её заменяет."
    return RowProblem(columns[0].label, columns[0].key, "", f"в файле нет колонки {asked}", fix)


def _recognised(header: Header) -> int:
    return sum(one.key is not None for one in header.columns)


def _fit(header: Header) -> tuple[bool, int, int]:
    """How well a kind fits: nothing missing, then how much is recognised, then how surely."""
    exact = sum(one.how == _EXACT for one in header.columns)
    return not header.missing, _recognised(header), exact


def _nothing(kinds: Sequence[SheetKind]) -> str:
    if len(kinds) == 1:
        asked = ", ".join(f"«{column.label}»" for column in kinds[0].columns[:6])
        looked = f"«{kinds[0].ru}»: {asked} и другие"
    else:
        looked = ", ".join(f"«{kind.ru}»" for kind in kinds)
    return (
        f"В первых {_ROWS_LOOKED_AT} строках не нашлось строки заголовков. Искали: {looked}. "
        "Проверьте, тот ли это лист, или возьмите шаблон."
    )


def _ambiguous(fitting: Sequence[Header]) -> str:
    named = " и ".join(f"«{one.kind.ru}» ({one.kind.name})" for one in fitting)
    return f"По заголовкам файл одинаково похож на {named}. Назовите вид листа: --kind."
