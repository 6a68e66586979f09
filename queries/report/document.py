"""`docs/reports.md`, made of forms and measures. Text out; nothing here reads or writes a file."""

from __future__ import annotations

from graph.document import markdown_table
from queries.measures.catalogue import CATALOGUE
from queries.measures.declaration import Counts
from queries.report.forms import forms
from queries.report.layout import Form, PartLayout, Shows
from queries.report.table import WORDS, State, Summing

_HEAD = """\
# Отчёты

Этот файл пишет `orientir docs` по объявлениям в `queries/report/` и `queries/measures/`; правьте
их, а не его.

Двенадцать отчётов пункта 6.2 — по региону и по стране, за любой период и на любой момент. Каждое
число считает показатель, объявленный один раз; список за числом — тот же образец. Черновик делает
процесс `drafts`, представляет отчёт только координатор, принимает или возвращает куратор; версия
замораживается вместе с числами и отпечатком.

```sh
orientir reports make 1 --region RU-TA --as-of 2019-10-01 --format xlsx --format pdf
```

## Как читать клетку

- число — посчитано и не равно нулю; {zero} — посчитано, записей нет: «ноль подтверждён»;
- «{no_data}» — никто не сообщил: плана нет, посещение не внесено;
- «{not_applicable}» — такого числа быть не может: процент от нуля, план, которого у отчёта нет;
- «{not_held}» — практикумов не проводилось;
- «{at_least} 20», «менее 10», «{hidden}» — числа детей по здоровью, а в отчёте для публикации и
  прочие, показаны ступенями: [решение 0020](decisions/0020-small-cells.md).

Люди и посещения — разные показатели: кто пришёл дважды, в итоге «людей» один. В строках такие
числа не складываются, итог считается отдельно (в таблицах ниже — «свой»). Событие без даты
показано в каждом периоде, а не ни в одном. В отчёте по стране строка — регион; у частей, где
строки везде одни и те же, строки те же.
"""

_SUMS = {
    Summing.NONE: "",
    Summing.SUM: "сумма",
    Summing.OWN: "свой",
    Summing.RATIO: "процент",
}
_COUNTS = {
    Counts.RECORDS: "разных записей",
    Counts.OCCURRENCES: "случаев",
    Counts.SUM: "сумма",
}


def reports_document() -> str:
    """All of `docs/reports.md`."""
    words = {state.value: WORDS.get(state, "") for state in State}
    return "\n".join(
        [_HEAD.format(**words), *(_form(one) for one in forms().values()), _measures()]
    )


def _form(form: Form) -> str:
    lines = [f"## № {form.number}. {form.title}", "", f"Пункт {form.clause}. "]
    lines[-1] += f"Главное число — «{form.main.measure.title}»."
    if form.may_be_nothing:
        lines[-1] += " «Не проводилось» — допустимый ответ."
    return "\n".join([*lines, "", *(_part(part) for part in form.parts)])


def _part(part: PartLayout) -> str:
    rows = [
        (
            f"{shows.column.group}: {shows.column.title}"
            if shows.column.group
            else shows.column.title,
            _source(shows),
            _SUMS[shows.column.summing],
        )
        for shows in part.shows
    ]
    return f"**{part.title}**\n\n" + markdown_table(("столбец", "откуда", "итог"), rows)


def _source(shows: Shows) -> str:
    if shows.figure is not None:
        only = "; ".join(f"{dimension} = {value}" for dimension, value in shows.figure.only)
        return f"`{shows.figure.measure.name}`" + (f" ({only})" if only else "")
    if shows.cohorts is not None:
        return "ступенями"
    if shows.column.ratio:
        return "доля столбцов"
    return "из столбцов строки" if shows.derive else "запись"


def _measures() -> str:
    rows = [
        (
            f"`{measure.name}`",
            measure.title,
            measure.clause,
            _COUNTS[measure.counts],
            measure.population.title,
            ", ".join(measure.population.by),
        )
        for measure in CATALOGUE.values()
    ]
    heads = ("показатель", "что", "пункт", "считает", "из чего", "делится по")
    return "## Показатели\n\n" + markdown_table(heads, rows)
