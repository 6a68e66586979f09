"""Days off that the `holidays` package lacks: days of the President's decrees, days of regions.

Data only: which days, and by whose act. What follows from them is decided in calendar.py. Only
days of a five-day week are listed; a holiday on a Saturday or Sunday changes nothing by itself.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))


# Non-working days declared by the President. Source: decrees of the President of Russia
# № 206 of 25.03.2020, № 239 of 02.04.2020, № 294 of 28.04.2020, № 345 of 29.05.2020 (parade of
# 24 June), № 354 of 01.06.2020 (vote of 1 July), № 242 of 23.04.2021, № 595 of 20.10.2021.
DECREE_DAYS: frozenset[date] = frozenset(
    {
        *_days(date(2020, 3, 30), date(2020, 4, 3)),
        *_days(date(2020, 4, 4), date(2020, 4, 30)),
        *_days(date(2020, 5, 6), date(2020, 5, 8)),
        date(2020, 6, 24),
        date(2020, 7, 1),
        *_days(date(2021, 5, 4), date(2021, 5, 7)),
        *_days(date(2021, 10, 30), date(2021, 11, 7)),
    }
)

# Source: Law of the Republic of Tatarstan № 1448-XII of 19.02.1992: 30 August, 6 November, Ураза-
# байрам, Курбан-байрам (the last two by the head's yearly decree); no day off is moved.
_TATARSTAN = frozenset(
    {
        *(date(2018, 6, 15), date(2018, 8, 21), date(2018, 8, 30), date(2018, 11, 6)),
        *(date(2019, 6, 4), date(2019, 8, 30), date(2019, 11, 6)),
        *(date(2020, 7, 31), date(2020, 11, 6)),
        *(date(2021, 5, 13), date(2021, 7, 20), date(2021, 8, 30)),
        *(date(2022, 8, 30),),
        *(date(2023, 4, 21), date(2023, 6, 28), date(2023, 8, 30)),
        *(date(2024, 4, 10), date(2024, 8, 30), date(2024, 11, 6)),
        *(date(2025, 6, 6), date(2025, 11, 6)),
        *(date(2026, 3, 20), date(2026, 5, 27), date(2026, 11, 6)),
        date(2027, 8, 30),  # the lunar days of 2027 were not decreed when this was written
    }
)

# Source: Law of the Republic of Bashkortostan on holidays: 11 October, Ураза-байрам, Курбан-байрам
# (the last two by the government's yearly resolution); a holiday on a day off moves to the next
# working day (so announced for 25.05.2020, 04.05.2022, 11.07.2022, 31.03.2025, 13.10.2025; by the
# same rule 12.08.2019, 12.10.2020, 17.06.2024, 12.10.2026).
_BASHKORTOSTAN = frozenset(
    {
        *(date(2019, 6, 4), date(2019, 8, 12), date(2019, 10, 11)),
        *(date(2020, 5, 25), date(2020, 7, 31), date(2020, 10, 12)),
        *(date(2021, 5, 13), date(2021, 7, 20), date(2021, 10, 11)),
        *(date(2022, 5, 4), date(2022, 7, 11), date(2022, 10, 11)),
        *(date(2023, 4, 21), date(2023, 6, 28), date(2023, 10, 11)),
        *(date(2024, 4, 10), date(2024, 6, 17), date(2024, 10, 11)),
        *(date(2025, 3, 31), date(2025, 6, 6), date(2025, 10, 13)),
        *(date(2026, 3, 20), date(2026, 5, 27), date(2026, 10, 12)),
        date(2027, 10, 11),  # the lunar days of 2027 were not decreed when this was written
    }
)

# Source: Law of the Chuvash Republic № 4 of 04.05.2000: Republic Day; not moved by default.
_CHUVASHIA = frozenset(date(year, 6, 24) for year in range(2018, 2028))

# By ISO code. A region that isn't here follows the federal calendar: others have days of their own
# too, and they are added here with their act, never guessed.
REGIONAL_DAYS: Mapping[str, frozenset[date]] = {
    "RU-TA": _TATARSTAN,
    "RU-BA": _BASHKORTOSTAN,
    "RU-CU": _CHUVASHIA,
}
